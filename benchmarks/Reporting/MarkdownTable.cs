namespace Telemetry.Benchmarks.Reporting;

/// <summary>A table as the page has it: words in the first column, figures in the others.</summary>
internal static class MarkdownTable
{
    internal static string Write(string[] headers, IEnumerable<string[]> rows)
    {
        IEnumerable<string> rule = headers.Select((_, column) => column == 0 ? "---" : "---:");
        return string.Concat(new[] { headers, [.. rule] }.Concat(rows).Select(cells => $"| {string.Join(" | ", cells)} |\n"));
    }
}
