namespace Telemetry;

/// <summary>Text with the wildcards <c>*</c> (any text, including none) and <c>?</c> (any one character), compared without regard
/// to case. Immutable.</summary>
internal sealed class WildcardText(string pattern)
{
    private static readonly char[] s_wildcards = ['*', '?'];

    internal static bool HasWildcards(string text) => text.IndexOfAny(s_wildcards) >= 0;

    /// <summary>Determines whether the whole text matches.</summary>
    internal bool IsMatch(string text)
    {
        // Backtracking to the last '*' suffices: an earlier one could match no more than that one can.
        int position = 0;
        int star = -1;
        int resumeAt = 0;
        int i = 0;
        while (i < text.Length)
        {
            if (position < pattern.Length && pattern[position] == '*')
            {
                star = position++;
                resumeAt = i;
            }
            else if (position < pattern.Length && IsMatchAt(position, text, i))
            {
                position += LengthAt(pattern, position);
                i += LengthAt(text, i);
            }
            else if (star >= 0)
            {
                position = star + 1;
                resumeAt += LengthAt(text, resumeAt);
                i = resumeAt;
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(position).Trim('*').IsEmpty;
    }

    // Surrogates have no case, so whole code points are compared.
    private bool IsMatchAt(int position, string text, int i)
    {
        if (pattern[position] == '?')
        {
            return true;
        }

        int length = LengthAt(pattern, position);
        return (length == 1 && pattern[position] == text[i])
            || (length == LengthAt(text, i)
                && pattern.AsSpan(position, length).Equals(text.AsSpan(i, length), StringComparison.OrdinalIgnoreCase));
    }

    private static int LengthAt(string text, int i) =>
        char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]) ? 2 : 1;
}
