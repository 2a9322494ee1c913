namespace Telemetry.Metrics;

/// <summary>A value to record, in the unit of the metric: a double, or an integer that is not rounded.</summary>
internal readonly struct RecordedNumber
{
    private RecordedNumber(double number, long integer, bool isInteger)
    {
        Double = number;
        Integer = integer;
        IsInteger = isInteger;
    }

    /// <summary>The number; of an integer beyond 2^53, the nearest double.</summary>
    internal double Double { get; }

    /// <summary>The integer; 0 if the number is not an integer.</summary>
    internal long Integer { get; }

    internal bool IsInteger { get; }

    /// <summary>Returns the number as it is shown.</summary>
    internal MeasurementValue ToMeasurement()
    {
        // Not by a conditional expression, which would make a double of either.
        if (IsInteger)
        {
            return Integer;
        }

        return Double;
    }

    internal static RecordedNumber Of(long integer) => new(integer, integer, true);

    internal static RecordedNumber Of(double number) => new(number, 0, false);
}
