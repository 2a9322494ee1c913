using System.Buffers;
using System.Globalization;
using BenchmarkDotNet.Attributes;
using Prometheus;
using Telemetry.Benchmarks.Reporting;
using Telemetry.Benchmarks.Support;
using Telemetry.Metrics;
using Telemetry.Reporters;

namespace Telemetry.Benchmarks.Metrics;

/// <summary>The text of 10,000 series with three tags, beside prometheus-net. It reads its numbers while it writes; ours are collected
/// into a snapshot first, whose text is measured, and both steps together.</summary>
public class TextBenchmarks
{
    private const string CounterGroup = "Text of 10,000 counters";
    private const string HistogramGroup = "Text of 10,000 histograms";
    private const string EventName = "web.request.stop";
    private const string Help = "The requests.";
    private const int Bytes = 32 << 20;

    private static readonly string[] s_tags = ["route", "method", "status"];

    // The default ones of prometheus-net.
    private static readonly double[] s_buckets = [.005, .01, .025, .05, .075, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10];

    private readonly ArrayBufferWriter<byte> _output = new(Bytes);
    private readonly MemoryStream _stream = new(Bytes);
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly CollectorRegistry _theirs = Prometheus.Metrics.NewCustomRegistry();
    private MetricRegistry _ours = null!;
    private MetricSnapshot _snapshot = null!;

    [GlobalSetup(Targets = [nameof(TheirCounters), nameof(OurCounters), nameof(OurCounterSnapshot)])]
    public void SetupCounters()
    {
        Counter counter = Prometheus.Metrics.WithCustomRegistry(_theirs).CreateCounter("web_request_stop_total", Help, s_tags);
        Record("count", MetricType.Counter, [], (tags, _) => counter.WithLabels(tags).Inc());
        Warm.Up(TheirCounters, OurCounters, OurCounterSnapshot);
    }

    [GlobalSetup(Targets = [nameof(TheirHistograms), nameof(OurHistograms), nameof(OurHistogramSnapshot)])]
    public void SetupHistograms()
    {
        Histogram histogram = Prometheus.Metrics.WithCustomRegistry(_theirs).CreateHistogram(
            "web_request_stop_duration_seconds", Help, s_tags, new HistogramConfiguration { Buckets = s_buckets });
        Record("duration", MetricType.Distribution, s_buckets, (tags, duration) => histogram.WithLabels(tags).Observe(duration));
        Warm.Up(TheirHistograms, OurHistograms, OurHistogramSnapshot);
    }

    [GlobalCleanup]
    public void Cleanup() => _ours.Dispose();

    [Benchmark(Baseline = true, Description = "prometheus-net, counters")]
    [BenchmarkCategory(CounterGroup)]
    public void TheirCounters() => WriteTheirs();

    [Benchmark(Description = "ours, counters")]
    [BenchmarkCategory(CounterGroup)]
    public void OurCounterSnapshot() => Write(_snapshot);

    [Benchmark(Description = "ours, counters, collected and written")]
    [BenchmarkCategory(CounterGroup)]
    [Target(0.4)]
    public void OurCounters() => Write(_ours.Collect());

    [Benchmark(Baseline = true, Description = "prometheus-net, histograms")]
    [BenchmarkCategory(HistogramGroup)]
    public void TheirHistograms() => WriteTheirs();

    [Benchmark(Description = "ours, histograms")]
    [BenchmarkCategory(HistogramGroup)]
    public void OurHistogramSnapshot() => Write(_snapshot);

    [Benchmark(Description = "ours, histograms, collected and written")]
    [BenchmarkCategory(HistogramGroup)]
    [Target(0.25)]
    public void OurHistograms() => Write(_ours.Collect());

    // Some values in each of 10,000 series, the same on both sides.
    private void Record(string measurement, MetricType type, double[] buckets, Action<string[], double> recordTheirs)
    {
        _ours = new MetricRegistry(_dispatcher);
        _ours.Add(new($"{EventName}.{measurement}", type)
        {
            Tags = [.. s_tags.Select(tag => new MetricTag(tag))],
            Unit = type == MetricType.Counter ? null : "second",
            Buckets = buckets,
            Description = Help,
            SeriesLimit = 10_000,
        });
        var random = new Random(1);
        for (int i = 0; i < 50_000; i++)
        {
            int series = i % 10_000;
            string route = string.Create(CultureInfo.InvariantCulture, $"/api/orders/{series / 50}");
            string method = $"METHOD{series / 5 % 10}";
            string status = $"{200 + (series % 5)}";
            double duration = random.NextDouble() * 12;
            recordTheirs([route, method, status], duration);
            _dispatcher.Execute(
                EventName, [new("duration", duration)], [new("route", route), new("method", method), new("status", status)]);
        }

        _snapshot = _ours.Collect();
    }

    private void WriteTheirs()
    {
        _stream.Position = 0;
        _theirs.CollectAndExportAsTextAsync(_stream).GetAwaiter().GetResult();
    }

    private void Write(MetricSnapshot snapshot)
    {
        _output.ResetWrittenCount();
        PrometheusText.Write(_output, snapshot);
    }
}
