using System.Globalization;
using System.Numerics;

namespace Telemetry;

/// <summary>How an object of a type known only at run time becomes a measurement.</summary>
internal static class MeasurementConversion
{
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
            string text => Parse(text),
            byte or sbyte or short or ushort => Convert.ToInt32(value, CultureInfo.InvariantCulture),
            uint number => (long)number,
            ulong number => From(number),
            float number => (double)number,
            decimal number => (double)number,
            BigInteger number => number >= long.MinValue && number <= long.MaxValue ? From((long)number) : (double)number,
            nint number => (long)number,
            nuint number => From((ulong)number),
#if NET
            Half number => (double)number,
            Int128 number => number >= long.MinValue && number <= long.MaxValue ? From((long)number) : (double)number,
            UInt128 number => number <= ulong.MaxValue ? From((ulong)number) : (double)number,
#endif
            _ => null,
        };
        result = converted.GetValueOrDefault();
        return converted.HasValue;
    }

    private static MeasurementValue From(ulong number) => number <= long.MaxValue ? From((long)number) : (double)number;

    // A conditional expression of two kinds of numbers is a double (or a long), whatever it is assigned to: one side has
    // to be a measurement already.
    private static MeasurementValue From(long number) => number;

    private static MeasurementValue? Parse(string text)
    {
        if (long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out long integer))
        {
            return integer is >= int.MinValue and <= int.MaxValue ? (int)integer : From(integer);
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? number
            : null;
    }
}
