namespace Telemetry.Commands;

/// <summary>Shortens lists of event names.</summary>
internal static class EventList
{
    private static readonly string[] s_endings = [".start", ".stop", ".exception"];

    /// <summary>Returns names as a short text: the names, or the pattern that all of them match if that is too long.</summary>
    internal static string Describe(IReadOnlyList<string> names, int width)
    {
        string text = string.Join(", ", Shorten(names));
        return text.Length <= width ? text
            : CommonBeginning(names, width - 2) is { } beginning ? beginning + ".*"
            : text.Substring(0, width - 1) + "…";
    }

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

    private static string? CommonBeginning(IReadOnlyList<string> names, int width)
    {
        string[][] all = [.. names.Select(name => name.Split('.'))];
        string[] common =
        [
            .. all[0].TakeWhile((segment, i) => Array.TrueForAll(
                all, other => i < other.Length - 1 && string.Equals(other[i], segment, StringComparison.OrdinalIgnoreCase))),
        ];
        int length = common.Length;
        while (length > 1 && string.Join(".", common, 0, length).Length > width)
        {
            length--;
        }

        return length == 0 ? null : string.Join(".", common, 0, length);
    }

    private static string? SpanOf(string name) =>
        Array.Find(s_endings, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) is { } ending
            ? name.Substring(0, name.Length - ending.Length)
            : null;
}
