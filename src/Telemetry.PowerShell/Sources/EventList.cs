namespace Telemetry.Commands;

/// <summary>Shortens lists of event names.</summary>
internal static class EventList
{
    private static readonly string[] s_endings = [".start", ".stop", ".exception"];

    /// <summary>Writes the three events of a span as one pattern: <c>http.client.request.*</c>.</summary>
    internal static IEnumerable<string> Shorten(IReadOnlyList<string> names)
    {
        var all = new HashSet<string>(names, StringComparer.OrdinalIgnoreCase);
        return names
            .Select(name => SpanOf(name) is { } span && Array.TrueForAll(s_endings, ending => all.Contains(span + ending))
                ? span + ".*"
                : name)
            .Distinct(StringComparer.OrdinalIgnoreCase);
    }

    private static string? SpanOf(string name) =>
        Array.Find(s_endings, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) is { } ending
            ? name.Substring(0, name.Length - ending.Length)
            : null;
}
