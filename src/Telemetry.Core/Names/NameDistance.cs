namespace Telemetry;

/// <summary>The distance of names, for messages that show the nearest ones first.</summary>
internal static class NameDistance
{
    // The rest of a longer name is not compared.
    private const int MaxLength = 100;

    /// <summary>Determines whether a name is so near to another one that it is likely a misspelling of it.</summary>
    internal static bool IsNear(string first, string second) => Between(first, second) <= 1 + (Math.Min(first.Length, second.Length) / 4);

    /// <summary>Returns the number of characters to insert, remove or replace, without regard to case.</summary>
    internal static int Between(string first, string second)
    {
        int length = Math.Min(second.Length, MaxLength);
        int[] before = [.. Enumerable.Range(0, length + 1)];
        int[] current = new int[length + 1];
        for (int i = 1; i <= Math.Min(first.Length, MaxLength); i++)
        {
            current[0] = i;
            for (int j = 1; j <= length; j++)
            {
                bool isEqual = char.ToUpperInvariant(first[i - 1]) == char.ToUpperInvariant(second[j - 1]);
                current[j] = Math.Min(Math.Min(before[j], current[j - 1]) + 1, before[j - 1] + (isEqual ? 0 : 1));
            }

            (before, current) = (current, before);
        }

        return before[length];
    }
}
