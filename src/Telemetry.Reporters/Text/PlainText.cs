using System.Globalization;
using System.Text;

namespace Telemetry.Reporters;

/// <summary>Makes text from elsewhere safe to show on a terminal.</summary>
internal static class PlainText
{
    /// <summary>Replaces characters that a terminal would obey in place of showing them by their codes: control characters, of which
    /// escape codes are made, line ends, those that change the direction of text, and halves of characters.</summary>
    internal static string Of(string text)
    {
        if (IsAllShown(text))
        {
            return text;
        }

        var plain = new StringBuilder(text.Length + 16);
        for (int i = 0; i < text.Length; i++)
        {
            if (IsPair(text, i))
            {
                plain.Append(text[i]).Append(text[++i]);
            }
            else if (IsShown(text[i]))
            {
                plain.Append(text[i]);
            }
            else
            {
                plain.Append("\\u").Append(((int)text[i]).ToString("x4", CultureInfo.InvariantCulture));
            }
        }

        return plain.ToString();
    }

    private static bool IsAllShown(string text)
    {
        foreach (char c in text)
        {
            if (!IsShown(c))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Determines whether a terminal shows a character.</summary>
    internal static bool IsShown(char c) => c is >= ' ' and <= '~'
        || char.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private static bool IsPair(string text, int index) => index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1]);
}
