using System.Numerics;

namespace Telemetry.Metrics;

/// <summary>Converts the value of an event to a number in the unit of a metric. Numbers and times allocate nothing, except
/// decimals in the metadata. Immutable.</summary>
internal sealed class ValueConversion
{
    private const long NanosecondsPerTick = 100;
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const double BeyondInt64 = 9223372036854775808.0;
    private static readonly DateTime s_epoch = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    // A plain number is multiplied and then divided, as 1001 * 0.001 is not 1.001; one of the two is nearly always 1.
    private readonly long _multiplier = 1;
    private readonly long _divisor = 1;

    // The size of the unit of times; 0 if times cannot be converted to the unit of the metric.
    private readonly long _nanosecondsPerUnit;

    /// <summary>Creates a conversion between units of one dimension.</summary>
    /// <param name="unit">The unit of the metric; null for none.</param>
    /// <param name="fromUnit">The unit of plain numbers; null if they are not converted.</param>
    internal ValueConversion(MetricUnit? unit, MetricUnit? fromUnit)
    {
        _nanosecondsPerUnit = unit is null ? NanosecondsPerSecond : unit.Dimension == UnitDimension.Time ? unit.Size : 0;
        if (unit is not null && fromUnit is not null)
        {
            var divisor = (long)BigInteger.GreatestCommonDivisor(fromUnit.Size, unit.Size);
            _multiplier = fromUnit.Size / divisor;
            _divisor = unit.Size / divisor;
        }

        IsIdentity = _multiplier == 1 && _divisor == 1;
    }

    /// <summary>Whether plain numbers are recorded unchanged.</summary>
    internal bool IsIdentity { get; }

    /// <summary>Converts a measurement.</summary>
    /// <param name="value">The measurement.</param>
    /// <param name="number">The number, or the default.</param>
    /// <param name="problem">If it cannot be converted, <see cref="MetricProblem.UnitMismatch"/> or
    /// <see cref="MetricProblem.NotFinite"/>.</param>
    internal bool TryConvert(MeasurementValue value, out RecordedNumber number, out MetricProblem problem)
    {
        switch (value.Kind)
        {
            case MetadataValueKind.Int32 or MetadataValueKind.Int64 or MetadataValueKind.UInt64 when value.TryGetInt64(out long integer):
                return TryConvert(integer, out number, out problem);
            case MetadataValueKind.Decimal when value.TryGetDecimal(out decimal exact) && TryGetInteger(exact, out long integer):
                return TryConvert(integer, out number, out problem);
            case MetadataValueKind.TimeSpan when value.TryGetTimeSpan(out TimeSpan time):
                return TryConvertTime(time.Ticks, out number, out problem);
            case MetadataValueKind.DateTime or MetadataValueKind.DateTimeOffset when value.TryGetDateTime(out DateTime time):
                return TryConvertTime(time.ToUniversalTime().Ticks - s_epoch.Ticks, out number, out problem);
            default:
                _ = value.TryGetDouble(out double floating);
                return TryConvert(floating, out number, out problem);
        }
    }

    /// <summary>Converts a value of the metadata, or one that a function returned; not null.</summary>
    /// <param name="value">The value: a number, text that represents one, or a time.</param>
    /// <param name="number">The number, or the default.</param>
    /// <param name="problem">If it cannot be converted, <see cref="MetricProblem.NotNumeric"/>,
    /// <see cref="MetricProblem.UnitMismatch"/> or <see cref="MetricProblem.NotFinite"/>.</param>
    internal bool TryConvert(MetadataValue value, out RecordedNumber number, out MetricProblem problem)
    {
        if (value.TryGetMeasurement(out MeasurementValue measurement)
            || (value.TryGetString(out string? text) && MeasurementValue.TryFrom(text, out measurement)))
        {
            return TryConvert(measurement, out number, out problem);
        }

        // One that no decimal can hold.
        if (value.Kind == MetadataValueKind.Object && value.ToObject() is BigInteger large)
        {
            return TryConvert((double)large, out number, out problem);
        }

        number = default;
        problem = MetricProblem.NotNumeric;
        return false;
    }

    // A product of integers remains one where it certainly fits; doubles near the limit are not exact enough to decide.
    private bool TryConvert(long integer, out RecordedNumber number, out MetricProblem problem)
    {
        if (IsIdentity || (_divisor == 1 && Math.Abs((double)integer * _multiplier) < BeyondInt64 / 2))
        {
            number = RecordedNumber.Of(integer * _multiplier);
            problem = default;
            return true;
        }

        return TryConvert((double)integer, out number, out problem);
    }

    private bool TryConvert(double value, out RecordedNumber number, out MetricProblem problem)
    {
        double converted = IsIdentity ? value : value * _multiplier / _divisor;
        bool isFinite = !double.IsNaN(converted) && !double.IsInfinity(converted);
        number = isFinite ? RecordedNumber.Of(converted) : default;
        problem = isFinite ? default : MetricProblem.NotFinite;
        return isFinite;
    }

    private bool TryConvertTime(long ticks, out RecordedNumber number, out MetricProblem problem)
    {
        if (_nanosecondsPerUnit == 0)
        {
            number = default;
            problem = MetricProblem.UnitMismatch;
            return false;
        }

        // In nanoseconds, a double would round today's date to 256 of them.
        number = _nanosecondsPerUnit >= NanosecondsPerTick
            ? RecordedNumber.Of((double)ticks / (_nanosecondsPerUnit / NanosecondsPerTick))
            : Math.Abs((double)ticks) < BeyondInt64 / NanosecondsPerTick
                ? RecordedNumber.Of(ticks * NanosecondsPerTick)
                : RecordedNumber.Of((double)ticks * NanosecondsPerTick);
        problem = default;
        return true;
    }

    private static bool TryGetInteger(decimal value, out long integer)
    {
        bool isInteger = value >= long.MinValue && value <= long.MaxValue && decimal.Truncate(value) == value;
        integer = isInteger ? (long)value : 0;
        return isInteger;
    }
}
