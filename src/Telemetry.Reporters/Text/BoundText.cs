using System.Globalization;

namespace Telemetry.Reporters;

/// <summary>The text of the bound of a bucket. It is a label, and is compared as text: all that write metrics have to write it
/// alike.</summary>
internal static class BoundText
{
    // As in the language of Prometheus, whose format "%g" is the one of OpenMetrics.
    private const int LowestExponent = -4;
    private const int FirstExponentWithMark = 6;

    /// <summary>Returns the text of a bound: 0.25, 1e+06; and for 1, 1 or, as OpenMetrics has it, 1.0.</summary>
    internal static string Of(double bound, TextFormat format)
    {
        if (bound == 0)
        {
            return format == TextFormat.OpenMetrics ? "0.0" : "0";
        }

        (string digits, int exponent) = Split(NumberText.Of(Math.Abs(bound)));
        string text = exponent is < LowestExponent or >= FirstExponentWithMark
            ? WithExponent(digits, exponent)
            : WithoutExponent(digits, exponent);
        bool isInteger = format == TextFormat.OpenMetrics && text.IndexOf('.') < 0 && text.IndexOf('e') < 0;
        return (bound < 0 ? "-" : string.Empty) + text + (isInteger ? ".0" : string.Empty);
    }

    // The digits without zeros at both ends, and the exponent of the first: 0.0125 is 125 and -2.
    private static (string Digits, int Exponent) Split(string number)
    {
        string[] parts = number.Split('E');
        string mantissa = parts[0];
        int exponent = parts.Length == 1 ? 0 : int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        int point = mantissa.IndexOf('.');
        string all = mantissa.Replace(".", string.Empty);
        string digits = all.TrimStart('0');
        exponent += (point < 0 ? mantissa.Length : point) - 1 - (all.Length - digits.Length);
        return (digits.TrimEnd('0'), exponent);
    }

    private static string WithExponent(string digits, int exponent)
    {
        string fraction = digits.Length > 1 ? $".{digits.Substring(1)}" : string.Empty;
        return FormattableString.Invariant($"{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
    }

    private static string WithoutExponent(string digits, int exponent) =>
        exponent < 0 ? $"0.{new string('0', -exponent - 1)}{digits}"
        : digits.Length <= exponent + 1 ? digits.PadRight(exponent + 1, '0')
        : digits.Insert(exponent + 1, ".");
}
