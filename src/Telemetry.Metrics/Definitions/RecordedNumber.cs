namespace Telemetry.Metrics;

/// <summary>A value to record, in the unit of the metric: a double, or an integer that is not rounded.</summary>
internal readonly struct RecordedNumber
{
    private readonly long _bits;

    private RecordedNumber(long bits, bool isInteger)
    {
        _bits = bits;
        IsInteger = isInteger;
    }

    /// <summary>The number; of an integer beyond 2^53, the nearest double.</summary>
    internal double Double => IsInteger ? _bits : BitConverter.Int64BitsToDouble(_bits);

    /// <summary>The integer; 0 if the number is not an integer.</summary>
    internal long Integer => IsInteger ? _bits : 0;

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

    internal static RecordedNumber Of(long integer) => new(integer, true);

    internal static RecordedNumber Of(double number) => new(BitConverter.DoubleToInt64Bits(number), false);
}
