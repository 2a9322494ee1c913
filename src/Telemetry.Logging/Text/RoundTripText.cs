using System.Globalization;

namespace Telemetry;

/// <summary>The shortest text of a double on .NET Framework. Its format "R" does not always give the same double when it is read, and
/// its format "G17" has digits that are not needed.</summary>
internal static class RoundTripText
{
    internal static string Of(double number)
    {
        string text = string.Empty;
        for (int digits = 15; digits <= 17; digits++)
        {
            text = number.ToString("G" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double read) && read.Equals(number))
            {
                break;
            }
        }

        return text;
    }
}
