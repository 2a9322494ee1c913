namespace Telemetry;

/// <summary>The name of a tag or a key of metadata with the wildcards <c>*</c> (any text, including none) and <c>?</c> (any one
/// character), compared without regard to case.</summary>
internal sealed class KeyPattern(string pattern)
{
    /// <summary>Determines whether the whole name matches.</summary>
    internal bool IsMatch(string name)
    {
        // Returning to the last '*' suffices: an earlier one could match no more than that one can.
        int position = 0;
        int star = -1;
        int resumeAt = 0;
        int i = 0;
        while (i < name.Length)
        {
            if (position < pattern.Length && pattern[position] == '*')
            {
                star = position++;
                resumeAt = i;
            }
            else if (position < pattern.Length && IsMatch(pattern[position], name[i]))
            {
                position++;
                i++;
            }
            else if (star >= 0)
            {
                position = star + 1;
                i = ++resumeAt;
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(position).Trim('*').IsEmpty;
    }

    private static bool IsMatch(char pattern, char c) =>
        pattern == '?' || char.ToUpperInvariant(pattern) == char.ToUpperInvariant(c);
}
