using Prometheus;
using Telemetry.Benchmarks.Scale;
using Telemetry.Benchmarks.Support;
using Telemetry.Metrics;

namespace Telemetry.Benchmarks.Metrics;

/// <summary>The bytes of a series with three tags, without its texts, beside prometheus-net.</summary>
internal static class SeriesMemory
{
    private static readonly string[] s_names = [Measured.Route, "method", Measured.Status];

    internal static double OfOurs(MetricType type, int count)
    {
        string[] texts = TextsOf(count);
        var dispatcher = new TelemetryDispatcher();
        using var registry = new MetricRegistry(dispatcher);
        long growth = RetainedMemory.GrowthBy(() =>
        {
            registry.Add(new("web.request.duration", type)
            {
                Tags = [.. s_names.Select(name => new MetricTag(name))],
                Buckets = type == MetricType.Distribution ? NoExport.Buckets : [],
                SeriesLimit = count,
            });
            foreach (string text in texts)
            {
                dispatcher.Execute(
                    "web.request",
                    [new("duration", Request.Duration)],
                    [new(s_names[0], text), new(s_names[1], "GET"), new(s_names[2], "200")]);
            }
        });
        GC.KeepAlive(texts);
        return (double)growth / count;
    }

    internal static double OfTheirCounters(int count)
    {
        var registry = Prometheus.Metrics.NewCustomRegistry();
        Counter counter = Prometheus.Metrics.WithCustomRegistry(registry).CreateCounter("counter", "Help.", s_names);
        double bytes = OfTheirs(count, text => counter.WithLabels(text, "GET", "200").Inc());
        GC.KeepAlive(registry);
        return bytes;
    }

    internal static double OfTheirHistograms(int count)
    {
        var registry = Prometheus.Metrics.NewCustomRegistry();
        Histogram histogram = Prometheus.Metrics.WithCustomRegistry(registry).CreateHistogram(
            "histogram", "Help.", s_names, new HistogramConfiguration { Buckets = NoExport.Buckets });
        double bytes = OfTheirs(count, text => histogram.WithLabels(text, "GET", "200").Observe(Request.Duration));
        GC.KeepAlive(registry);
        return bytes;
    }

    private static double OfTheirs(int count, Action<string> record)
    {
        string[] texts = TextsOf(count);
        long growth = RetainedMemory.GrowthBy(() => Array.ForEach(texts, record));
        GC.KeepAlive(texts);
        return (double)growth / count;
    }

    private static string[] TextsOf(int count) => [.. Enumerable.Range(0, count).Select(i => $"/orders/{i}")];
}
