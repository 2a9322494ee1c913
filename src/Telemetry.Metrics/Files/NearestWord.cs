namespace Telemetry.Metrics;

/// <summary>Finds the word that was probably meant.</summary>
internal static class NearestWord
{
    /// <summary>Returns the end of a message about an unknown word: the nearest known one, or all.</summary>
    internal static string Hint(string word, IReadOnlyList<string> known) => Find(word, known) is { } nearest
        ? $"Did you mean '{nearest}'?"
        : $"Known are {string.Join(", ", known)}.";

    /// <summary>Returns the known word with the fewest differences, without regard to case; null if all differ in more than a
    /// third of their letters.</summary>
    internal static string? Find(string word, IReadOnlyList<string> known)
    {
        string? nearest = null;
        int least = int.MaxValue;
        foreach (string candidate in known)
        {
            // Compared with hostile text, the table would be large.
            int difference = word.Length > 2 * candidate.Length ? int.MaxValue : EditDistance.Between(word, candidate);
            if (difference < least && difference <= Math.Max(1, candidate.Length / 3))
            {
                nearest = candidate;
                least = difference;
            }
        }

        return nearest;
    }
}
