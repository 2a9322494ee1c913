using System.Globalization;
using System.Text;

namespace Telemetry;

/// <summary>The syntax of event names. Checking a valid name allocates nothing.</summary>
internal static class EventNameSyntax
{
    internal const char Separator = '.';
    internal const string SeparatorString = ".";

    internal static void ThrowIfInvalid(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (FindProblem(name) is { } problem)
        {
            throw new FormatException(
                $"'{Printable(name)}' is not an event name: {problem}. "
                + "Write one or more segments, separated by dots, as in 'web.request.done'.");
        }
    }

    /// <summary>Returns a description of the first problem of the name; null if the name is valid.</summary>
    internal static string? FindProblem(string name)
    {
        if (name.Length == 0)
        {
            return "it is empty";
        }

        bool segmentIsEmpty = true;
        for (int i = 0; i < name.Length; i += LengthAt(name, i))
        {
            if (name[i] == Separator)
            {
                if (segmentIsEmpty)
                {
                    return "it has an empty segment";
                }

                segmentIsEmpty = true;
                continue;
            }

            segmentIsEmpty = false;
            if (!IsPlain(name[i]) && FindProblem(CodePointAt(name, i)) is { } problem)
            {
                return problem;
            }
        }

        return segmentIsEmpty ? "it has an empty segment" : null;
    }

    /// <summary>Returns the number of UTF-16 code units of the character at a position: two outside the basic plane, otherwise
    /// one. A lone surrogate counts as one.</summary>
    internal static int LengthAt(string text, int index) =>
        char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]) ? 2 : 1;

    /// <summary>Returns the name as printable text, with the numbers of invisible characters in their place, as in
    /// <c>&lt;U+200B&gt;</c>.</summary>
    internal static string Printable(string name)
    {
        StringBuilder? printable = null;
        for (int i = 0; i < name.Length; i += LengthAt(name, i))
        {
            int codePoint = CodePointAt(name, i);
            if (IsHidden(codePoint))
            {
                (printable ??= new StringBuilder(name, 0, i, name.Length + 16)).Append('<').Append(NumberOf(codePoint)).Append('>');
            }
            else
            {
                printable?.Append(name, i, LengthAt(name, i));
            }
        }

        return printable?.ToString() ?? name;
    }

    // Spares nearly all characters of names the other checks.
    private static bool IsPlain(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' or '-';

    private static int CodePointAt(string text, int index) =>
        LengthAt(text, index) == 2 ? char.ConvertToUtf32(text[index], text[index + 1]) : text[index];

    private static string? FindProblem(int codePoint) =>
        codePoint is '*' or '?' or '[' or ']' ? "it contains a wildcard character, and must name exactly one event"
        : IsWhiteSpace(codePoint) ? $"it contains white space{(codePoint == ' ' ? string.Empty : $" ({NumberOf(codePoint)})")}"
        : IsControl(codePoint) ? $"it contains a control character ({NumberOf(codePoint)})"
        : IsSurrogate(codePoint) ? $"it contains half of a character ({NumberOf(codePoint)}, a lone surrogate)"
        : InvisibleCharacters.Contains(codePoint)
            ? $"it contains an invisible character or a format character ({NumberOf(codePoint)})"
        : null;

    private static bool IsHidden(int codePoint) => codePoint != ' '
        && (IsWhiteSpace(codePoint) || IsControl(codePoint) || IsSurrogate(codePoint) || InvisibleCharacters.Contains(codePoint));

    // There are no white-space and control characters outside the basic plane.
    private static bool IsWhiteSpace(int codePoint) => codePoint <= char.MaxValue && char.IsWhiteSpace((char)codePoint);

    private static bool IsControl(int codePoint) => codePoint <= char.MaxValue && char.IsControl((char)codePoint);

    private static bool IsSurrogate(int codePoint) => codePoint <= char.MaxValue && char.IsSurrogate((char)codePoint);

    private static string NumberOf(int codePoint) => string.Format(CultureInfo.InvariantCulture, "U+{0:X4}", codePoint);
}
