using System.Globalization;
using System.Text;

namespace Telemetry.Metrics;

/// <summary>The texts of values in JSON.</summary>
internal static class JsonText
{
    /// <summary>Appends text in quotes.</summary>
    /// <param name="json">The end of the JSON so far.</param>
    /// <param name="text">The text.</param>
    /// <param name="escapesHalves">Whether half of a character (a lone surrogate), for which UTF-8 has no bytes, is escaped, so that
    /// it is not replaced.</param>
    internal static void Append(StringBuilder json, string text, bool escapesHalves = false)
    {
        json.Append('"');
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c is '"' or '\\')
            {
                json.Append('\\').Append(c);
            }
            else if (char.IsSurrogate(c) && i + 1 < text.Length && char.IsSurrogatePair(c, text[i + 1]))
            {
                json.Append(c).Append(text[++i]);
            }
            else if (c < ' ' || (escapesHalves && char.IsSurrogate(c)))
            {
                json.AppendFormat(CultureInfo.InvariantCulture, "\\u{0:x4}", (int)c);
            }
            else
            {
                json.Append(c);
            }
        }

        json.Append('"');
    }

    /// <summary>Returns the shortest text that is read as the same number, and not as an integer.</summary>
    internal static string Of(double number)
    {
        if (double.IsNaN(number) || double.IsInfinity(number))
        {
            // JSON has no such numbers.
            return $"\"{number.ToString(CultureInfo.InvariantCulture)}\"";
        }

        string text = number.ToString("R", CultureInfo.InvariantCulture);
#if !NET
        // The shortest text of .NET Framework is not always exact.
        if (double.Parse(text, CultureInfo.InvariantCulture) != number)
        {
            text = number.ToString("G17", CultureInfo.InvariantCulture);
        }
#endif
        return text.All(c => c is '-' or (>= '0' and <= '9')) ? text + ".0" : text;
    }
}
