namespace Telemetry;

/// <summary>The lines around a block of declared events in a page.</summary>
internal static class PageBlock
{
    private const string Prefix = "<!-- declared:";
    private const string Suffix = "-->";

    internal const string End = "<!-- end -->";

    internal static string Begin(string selection) => $"{Prefix} {selection} {Suffix}";

    /// <summary>Returns the selection of a line that begins a block; null for another line.</summary>
    internal static string? SelectionOf(string line)
    {
        string text = line.Trim();
        return text.StartsWith(Prefix, StringComparison.Ordinal) && text.EndsWith(Suffix, StringComparison.Ordinal)
            ? text.Substring(Prefix.Length, text.Length - Prefix.Length - Suffix.Length).Trim()
            : null;
    }

    internal static bool IsEnd(string line) => line.Trim() == End;

    internal static List<string> Lines(string page) => [.. page.Replace("\r\n", "\n").Split('\n')];
}
