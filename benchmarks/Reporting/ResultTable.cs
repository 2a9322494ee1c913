namespace Telemetry.Benchmarks.Reporting;

/// <summary>The results of a group, as a table in Markdown.</summary>
internal static class ResultTable
{
    private static readonly string[] s_headers = ["what", "time", "ratio", "bytes", "target", "met"];

    internal static string Write(IEnumerable<Result> results) => MarkdownTable.Write(s_headers, results.Select(Cells));

    private static string[] Cells(Result result) =>
    [
        result.What,
        result.Nanoseconds is { } time ? Units.Time(time) : "failed",
        result.Ratio is { } ratio ? Units.Ratio(ratio) : string.Empty,
        result.Bytes is { } bytes ? Units.Count(bytes) : string.Empty,
        TargetOf(result),
        result.Target is null ? string.Empty : result.MeetsTarget ? "yes" : "**no**",
    ];

    private static string TargetOf(Result result) => result.Target switch
    {
        null => string.Empty,
        { Bytes: >= 0 } target => $"{Units.Ratio(target.Ratio)}, {Units.Count(target.Bytes)} bytes",
        { } target => Units.Ratio(target.Ratio),
    };
}
