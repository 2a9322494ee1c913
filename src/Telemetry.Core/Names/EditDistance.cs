namespace Telemetry;

/// <summary>The distance of Levenshtein.</summary>
internal static class EditDistance
{
    /// <summary>Returns the number of characters to insert, remove or replace, without regard to case.</summary>
    internal static int Between(string first, string second)
    {
        int[] before = [.. Enumerable.Range(0, second.Length + 1)];
        int[] current = new int[second.Length + 1];
        for (int i = 1; i <= first.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= second.Length; j++)
            {
                bool isEqual = char.ToUpperInvariant(first[i - 1]) == char.ToUpperInvariant(second[j - 1]);
                current[j] = Math.Min(Math.Min(before[j], current[j - 1]) + 1, before[j - 1] + (isEqual ? 0 : 1));
            }

            (before, current) = (current, before);
        }

        return before[second.Length];
    }
}
