using System.Globalization;

namespace Telemetry;

/// <summary>Formats a value as text that is the same for equal values of different types: 200, 200.0 and "200" have one text. It does
/// not depend on the culture or the time zone.</summary>
internal static class CanonicalText
{
    // Doubles beyond these are no 64-bit integers. As literals, the limits of the types would be rounded up.
    private const double BeyondInt64 = 9223372036854775808.0;
    private const double BeyondUInt64 = 18446744073709551616.0;

    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    internal static string Of(MetadataValue value)
    {
        switch (value.Kind)
        {
            case MetadataValueKind.String:
                return value.TryGetString(out string? text) ? text : string.Empty;
            case MetadataValueKind.Null:
                return string.Empty;
            case MetadataValueKind.Boolean:
                return value.TryGetBoolean(out bool flag) && flag ? "true" : "false";
            case MetadataValueKind.Double when value.TryGetDouble(out double number):
                return OfDouble(number);
            case MetadataValueKind.DateTime or MetadataValueKind.DateTimeOffset when value.TryGetDateTime(out DateTime time):
                return time.ToUniversalTime().ToString(TimeFormat, CultureInfo.InvariantCulture);
            default:
                return value.TryGetInt64(out long integer)
                    ? integer.ToString(CultureInfo.InvariantCulture)
                    : OfObject(value.ToObject());
        }
    }

    private static string OfObject(object? value) => value switch
    {
        null => string.Empty,
        float number => OfSingle(number),
        decimal number => OfDecimal(number),
        Enum name => name.ToString(),

        // By their names, as netstandard2.0 does not have these types, and PowerShell 7 runs that build.
        IFormattable date when value.GetType().FullName is "System.DateOnly" or "System.TimeOnly" =>
            date.ToString("O", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty,
    };

    private static string OfDouble(double number) => IntegerOf(number) ?? number.ToString("R", CultureInfo.InvariantCulture);

    private static string OfSingle(float number) => IntegerOf(number) ?? number.ToString("R", CultureInfo.InvariantCulture);

    // As integers, they have no exponent, and -0.0 has no sign.
    private static string? IntegerOf(double number) =>
        Math.Floor(number) != number ? null
        : number is >= -BeyondInt64 and < BeyondInt64 ? ((long)number).ToString(CultureInfo.InvariantCulture)
        : number is > 0 and < BeyondUInt64 ? ((ulong)number).ToString(CultureInfo.InvariantCulture)
        : null;

    private static string OfDecimal(decimal number)
    {
        string text = number.ToString(CultureInfo.InvariantCulture);
        return text.IndexOf('.') < 0 ? text : text.TrimEnd('0').TrimEnd('.');
    }
}
