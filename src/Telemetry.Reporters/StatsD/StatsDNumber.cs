using System.Globalization;

namespace Telemetry.Reporters;

/// <summary>The text of numbers for StatsD: the fewest digits that give the same number, and no exponent, which some servers cannot
/// read.</summary>
internal static class StatsDNumber
{
    internal static string Of(MeasurementValue value) =>
        value.TryGetInt64(out long integer) ? integer.ToString(CultureInfo.InvariantCulture)
        : value.TryGetUInt64(out ulong large) ? large.ToString(CultureInfo.InvariantCulture)
        : Of(value.TryGetDouble(out double number) ? number : 0);

    /// <summary>Returns the text of a finite number.</summary>
    internal static string Of(double number)
    {
        string text = NumberText.Of(number);
        int mark = text.IndexOf('E');
        if (mark < 0)
        {
            return text;
        }

        int exponent = int.Parse(text.Split('E')[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string sign = number < 0 ? "-" : string.Empty;
        string digits = text.Substring(sign.Length, mark - sign.Length);
        int point = digits.IndexOf('.');
        digits = digits.Replace(".", string.Empty);
        int whole = (point < 0 ? digits.Length : point) + exponent;
        return whole <= 0 ? $"{sign}0.{new string('0', -whole)}{digits}"
            : whole >= digits.Length ? sign + digits.PadRight(whole, '0')
            : sign + digits.Insert(whole, ".");
    }
}
