using System.Globalization;

namespace Telemetry.Metrics;

/// <summary>The text of a value of a tag, the same for equal values of different types: 200, 200.0 and "200" are one series. It
/// does not depend on the culture or the time zone.</summary>
internal static class TagText
{
    /// <summary>The highest number of UTF-16 code units; longer text is cut.</summary>
    internal const int MaximumLength = 256;

    // Doubles beyond these are no 64-bit integers. As literals, the limits of the types would be rounded up.
    private const double BeyondInt64 = 9223372036854775808.0;
    private const double BeyondUInt64 = 18446744073709551616.0;

    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    /// <summary>Returns the text of a value, cut at <see cref="MaximumLength"/>; null is empty text. An exception of the value's
    /// own <see cref="object.ToString"/> is passed on.</summary>
    internal static string Of(MetadataValue value) => WithoutHalves(Cut(WholeTextOf(value)));

    /// <summary>Determines whether a text has half a character: a surrogate without the other one.</summary>
    internal static bool HasHalf(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[++i])))
            {
                return true;
            }
        }

        return false;
    }

    // In UTF-8, all halves are the same: two series would have one text.
    private static string WithoutHalves(string text)
    {
        if (!HasHalf(text))
        {
            return text;
        }

        char[] characters = text.ToCharArray();
        for (int i = 0; i < characters.Length; i++)
        {
            if (i + 1 < characters.Length && char.IsSurrogatePair(characters[i], characters[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(characters[i]))
            {
                characters[i] = '\uFFFD';
            }
        }

        return new string(characters);
    }

    /// <summary>Returns the text of a value, however long.</summary>
    internal static string WholeTextOf(MetadataValue value)
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

    private static string Cut(string text)
    {
        if (text.Length <= MaximumLength)
        {
            return text;
        }

        bool isInsideCharacter = char.IsHighSurrogate(text[MaximumLength - 1]) && char.IsLowSurrogate(text[MaximumLength]);
        return text.Substring(0, isInsideCharacter ? MaximumLength - 1 : MaximumLength);
    }
}
