namespace Telemetry;

/// <summary>The distance of names, for messages that show the nearest ones first.</summary>
internal static class NameDistance
{
    // The rest of a longer name is not compared.
    private const int MaxLength = 100;

    /// <summary>Determines whether a name is so near to another one that it is likely a misspelling of it.</summary>
    internal static bool IsNear(string first, string second) => Between(first, second) <= 1 + (Math.Min(first.Length, second.Length) / 4);

    /// <summary>Returns the number of characters to insert, remove or replace, without regard to case.</summary>
    internal static int Between(string first, string second) => EditDistance.Between(Cut(first), Cut(second));

    private static string Cut(string name) => name.Length > MaxLength ? name.Substring(0, MaxLength) : name;
}
