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
            ulong number when number <= long.MaxValue => (long)number,
            ulong number => (double)number,
            float number => (double)number,
            decimal number => (double)number,
            BigInteger number when number >= long.MinValue && number <= long.MaxValue => (long)number,
            BigInteger number => (double)number,
            _ => null,
        };
        result = converted.GetValueOrDefault();
        return converted.HasValue;
    }

    // Not a conditional expression, which would make both a long.
    private static MeasurementValue Narrow(long integer)
    {
        if (integer is >= int.MinValue and <= int.MaxValue)
        {
            return (int)integer;
        }

        return integer;
    }

    private static MeasurementValue? Parse(string text)
    {
        if (long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out long integer))
        {
            return Narrow(integer);
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? number
            : null;
    }
}
