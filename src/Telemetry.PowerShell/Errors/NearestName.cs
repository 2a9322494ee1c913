namespace Telemetry.Commands;

/// <summary>Finds the name that was probably meant.</summary>
internal static class NearestName
{
    /// <summary>Returns the name with the fewest differences, without regard to case; null if all differ in more than a third of their
    /// letters, and none has all of the given ones as its end or its beginning.</summary>
    internal static string? Find(string name, IReadOnlyList<string> known)
    {
        string? nearest = null;
        int least = int.MaxValue;
        foreach (string candidate in known)
        {
            // Compared with hostile text, the table would be large.
            int difference = name.Length > 2 * candidate.Length ? int.MaxValue : Difference(name, candidate);
            if (difference < least && difference <= Math.Max(1, candidate.Length / 3))
            {
                nearest = candidate;
                least = difference;
            }
        }

        return nearest ?? known.FirstOrDefault(candidate => IsPart(name, candidate));
    }

    // 'Http' is meant to be System.Net.Http.
    private static bool IsPart(string name, string candidate) =>
        name.Length > 2
        && (candidate.EndsWith($".{name}", StringComparison.OrdinalIgnoreCase)
            || candidate.StartsWith(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Counts the letters to insert, remove or replace (the distance of Levenshtein).</summary>
    private static int Difference(string name, string other)
    {
        int[] before = [.. Enumerable.Range(0, other.Length + 1)];
        for (int i = 0; i < name.Length; i++)
        {
            int[] row = new int[other.Length + 1];
            row[0] = i + 1;
            for (int j = 0; j < other.Length; j++)
            {
                int replaced = before[j] + (char.ToUpperInvariant(name[i]) == char.ToUpperInvariant(other[j]) ? 0 : 1);
                row[j + 1] = Math.Min(replaced, Math.Min(before[j + 1], row[j]) + 1);
            }

            before = row;
        }

        return before[other.Length];
    }
}
