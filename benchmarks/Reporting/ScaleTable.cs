using System.Diagnostics;
using Telemetry.Benchmarks.Metrics;
using Telemetry.Benchmarks.Scale;
using Telemetry.Metrics;

namespace Telemetry.Benchmarks.Reporting;

/// <summary>What large numbers of events, handlers and emits come to, as a table in Markdown. The unit tests run the same
/// with smaller numbers.</summary>
internal static class ScaleTable
{
    internal const string Group = "Scale";

    private const int Events = 1_000_000;
    private const int Handlers = 100_000;
    private const int Names = 10_000_000;
    private const int Series = 10_000;
    private const int SoakThreads = 2;
    private const int SoakEmits = 50_000_000;

    internal static string Measure() => MarkdownTable.Write(
        ["what", "came to"],
        [
            [$"bytes of a known event, at {Units.Count(Events)}", $"{RetainedMemory.OfKnownEvent(Events):0}"],
            [$"bytes of a handler, at {Units.Count(Handlers)}", $"{RetainedMemory.OfHandler(Handlers):0}"],
            [$"bytes kept after {Units.Count(Names)} names that are never repeated", KeptByNames(pattern: null)],
            ["the same with a pattern that takes them in", KeptByNames("made.*")],
            SeriesRow("counter", SeriesMemory.OfOurs(MetricType.Counter, Series), SeriesMemory.OfTheirCounters(Series), 1.0),
            SeriesRow("distribution", SeriesMemory.OfOurs(MetricType.Distribution, Series), SeriesMemory.OfTheirHistograms(Series), 0.65),
            .. RunSoak(),
        ]);

    private static string[] SeriesRow(string type, double ours, double theirs, double target) =>
    [
        $"bytes of a series of a {type} with 3 tags, at {Units.Count(Series)}",
        FormattableString.Invariant($"{ours:0}, {ours / theirs:0.00} of the {theirs:0} of prometheus-net (target {target:0.00})"),
    ];

    private static string KeptByNames(string? pattern)
    {
        var dispatcher = new TelemetryDispatcher();
        if (pattern is not null)
        {
            dispatcher.Attach("handler", EventPattern.Parse(pattern), static (in _, _) => { });
        }

        long growth = RetainedMemory.GrowthBy(() => NeverRepeatedNames.Emit(dispatcher, first: 0, Names));
        GC.KeepAlive(dispatcher);
        return Units.Count(growth);
    }

    private static IEnumerable<string[]> RunSoak()
    {
        var clock = Stopwatch.StartNew();
        Soak soak = Soak.Run(SoakEmits, SoakThreads);
        return
        [
            [$"emits of a soak on {SoakThreads} threads, in {clock.Elapsed.TotalSeconds:0} s", Units.Count(soak.Emitted)],
            ["calls of a handler that was attached all the time", Units.Count(soak.Steady)],
            ["calls of handlers that replaced each other meanwhile", Units.Count(soak.Replaced)],
            ["times a handler was attached, emitted to, and detached meanwhile", Units.Count(soak.Cycles)],
            ["calls of it by the thread that did so", Units.Count(soak.Brief)],
        ];
    }
}
