namespace Telemetry;

/// <summary>Converts numbers of any type to integers and decimals, if they have no fraction. A script calculates with doubles.</summary>
internal static class IntegerConversion
{
    private const double BeyondInt64 = 9223372036854775808.0;
    private const double BeyondUInt64 = 18446744073709551616.0;
    private const double MaxDecimal = 7.9e28;

    internal static bool TryGetInt64(MeasurementValue value, out long result)
    {
        if (value.TryGetInt64(out result))
        {
            return true;
        }

        if (value.Kind == MetadataValueKind.Double && value.TryGetDouble(out double real)
            && Math.Floor(real) == real && real is >= -BeyondInt64 and < BeyondInt64)
        {
            result = (long)real;
            return true;
        }

        if (value.Kind == MetadataValueKind.Decimal && value.TryGetDecimal(out decimal exact)
            && decimal.Truncate(exact) == exact && exact is >= long.MinValue and <= long.MaxValue)
        {
            result = (long)exact;
            return true;
        }

        return false;
    }

    internal static bool TryGetUInt64(MeasurementValue value, out ulong result)
    {
        if (value.TryGetUInt64(out result))
        {
            return true;
        }

        if (value.Kind == MetadataValueKind.Double && value.TryGetDouble(out double real)
            && Math.Floor(real) == real && real is >= 0 and < BeyondUInt64)
        {
            result = (ulong)real;
            return true;
        }

        if (value.Kind == MetadataValueKind.Decimal && value.TryGetDecimal(out decimal exact)
            && decimal.Truncate(exact) == exact && exact is >= 0 and <= ulong.MaxValue)
        {
            result = (ulong)exact;
            return true;
        }

        return false;
    }

    internal static bool TryGetDecimal(MeasurementValue value, out decimal result)
    {
        if (value.TryGetDecimal(out result))
        {
            return true;
        }

        bool isInRange = value.TryGetDouble(out double real) && real is > -MaxDecimal and < MaxDecimal;
        result = isInRange ? (decimal)real : 0;
        return isInRange;
    }
}
