using System.Globalization;
using System.Numerics;

namespace Telemetry;

/// <summary>Converts an object of a type known only at run time to a measurement. Nothing is rounded, except text to the nearest
/// double.</summary>
internal static class MeasurementConversion
{
    /// <summary>Converts a number or a time.</summary>
    internal static bool TryConvert(object? value, out MeasurementValue result)
    {
        MeasurementValue? converted = value switch
        {
            MeasurementValue measurement => measurement,
            int number => number,
            long number => number,
            double number => number,
            TimeSpan time => time,
            DateTime time => time,
            DateTimeOffset time => time,
            byte number => number,
            sbyte number => number,
            short number => number,
            ushort number => number,
            uint number => number,
            ulong number => number,
            float number => number,
            decimal number => number,
            nint number => number,
            nuint number => number,
            BigInteger number => FromInteger(number),
#if NET
            Half number => (double)number,
            Int128 number => FromInteger(number),
            UInt128 number => FromInteger(number),
#endif
            _ => null,
        };
        result = converted.GetValueOrDefault();
        return converted.HasValue;
    }

    /// <summary>Parses a number in the invariant culture.</summary>
    internal static bool TryParse(string text, out MeasurementValue result)
    {
        MeasurementValue? read =
            long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out long integer) ? FromInteger(integer)
            : ulong.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out ulong large) ? large
            : decimal.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out decimal larger) ? larger
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number
            : default(MeasurementValue?);
        result = read.GetValueOrDefault();
        return read.HasValue;
    }

    private static MeasurementValue FromInteger(long number) =>
        number is >= int.MinValue and <= int.MaxValue ? (MeasurementValue)(int)number : number;

    private static MeasurementValue? FromInteger(BigInteger number) =>
        number >= long.MinValue && number <= long.MaxValue ? (long)number
        : number >= ulong.MinValue && number <= ulong.MaxValue ? (ulong)number
        : number >= new BigInteger(decimal.MinValue) && number <= new BigInteger(decimal.MaxValue) ? (decimal)number
        : default(MeasurementValue?);
}
