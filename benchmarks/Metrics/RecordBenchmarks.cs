using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;
using OpenTelemetry.Metrics;
using Prometheus;
using Telemetry.Benchmarks.Reporting;
using Telemetry.Benchmarks.Support;
using Telemetry.Metrics;
using MetricType = Telemetry.Metrics.MetricType;

namespace Telemetry.Benchmarks.Metrics;

/// <summary>From an emit to the number in a metric, beside instruments that OpenTelemetry aggregates, and prometheus-net.</summary>
public class RecordBenchmarks
{
    private const string NoTagsGroup = "Counter, no tags";
    private const string OneTagGroup = "Counter, 1 tag";
    private const string ThreeTagsGroup = "Counter, 3 tags";
    private const string ThreeLabelsGroup = "Counter, 3 tags, beside prometheus-net";
    private const string LabelledGroup = "Distribution, 3 tags, beside prometheus-net";
    private const string SumGroup = "Sum, 3 tags";
    private const string LastGroup = "Last value, 3 tags";
    private const string DistributionGroup = "Distribution, 3 tags";
    private const string SummaryGroup = "Summary, 3 tags";
    private const string ManyGroup = "Three metrics on one event";

    private static readonly string[] s_names = [Measured.Route, Measured.Status, Measured.Cached];

    private readonly Meter _meter = new(NoExport.MeterName);
    private readonly MeterProvider _provider = NoExport.Listen();
    private readonly CollectorRegistry _theirs = Prometheus.Metrics.NewCustomRegistry();
    private readonly TelemetryDispatcher _dispatcher = new();
    private System.Diagnostics.Metrics.Counter<long> _counter = null!;
    private System.Diagnostics.Metrics.Counter<double> _sum = null!;
    private System.Diagnostics.Metrics.Gauge<double> _last = null!;
    private System.Diagnostics.Metrics.Histogram<double> _histogram = null!;
    private System.Diagnostics.Metrics.Histogram<double> _exponential = null!;
    private Prometheus.Counter _theirCounter = null!;
    private Prometheus.Histogram _theirHistogram = null!;
    private MetricRegistry _registry = null!;
    private TelemetryEvent _event = null!;

    [GlobalSetup]
    public void Setup()
    {
        Create();
        Warm.Up(
            TheirCounterWithoutTags,
            TheirCounterWithOneTag,
            TheirCounter,
            TheirLabelledCounter,
            TheirSum,
            TheirLastValue,
            TheirDistribution,
            TheirLabelledHistogram,
            TheirSummary,
            TheirThree);
    }

    private void Create()
    {
        _counter = _meter.CreateCounter<long>("counter");
        _sum = _meter.CreateCounter<double>("sum");
        _last = _meter.CreateGauge<double>("last");
        _histogram = _meter.CreateHistogram<double>("histogram");
        _exponential = _meter.CreateHistogram<double>($"{NoExport.Exponential}.histogram");
        _theirCounter = Prometheus.Metrics.WithCustomRegistry(_theirs).CreateCounter("counter", "Help.", s_names);
        _theirHistogram = Prometheus.Metrics.WithCustomRegistry(_theirs).CreateHistogram(
            "histogram", "Help.", s_names, new Prometheus.HistogramConfiguration { Buckets = NoExport.Buckets });
        _registry = new MetricRegistry(_dispatcher);
        _event = _dispatcher.GetEvent("web.request");
    }

    [GlobalSetup(Target = nameof(OurCounterWithoutTags))]
    public void SetupNoTags() => Add(0, MetricType.Counter);

    [GlobalSetup(Target = nameof(OurCounterWithOneTag))]
    public void SetupOneTag() => Add(1, MetricType.Counter);

    [GlobalSetup(Target = nameof(OurCounterBeyondItsLimit))]
    public void SetupBeyond()
    {
        Create();
        _registry.Add(new("web.request.count", MetricType.Counter) { Tags = [Measured.Route], SeriesLimit = 1 });
        _event.Execute([], [new(Measured.Route, "first")]);
        Warm.Up(EmitRoutes);
    }

    [GlobalSetup(Targets = [nameof(OurCounter), nameof(OurCounterBesideLabels)])]
    public void SetupCounter() => Add(3, MetricType.Counter);

    [GlobalSetup(Target = nameof(OurSum))]
    public void SetupSum() => Add(3, MetricType.Sum);

    [GlobalSetup(Target = nameof(OurLastValue))]
    public void SetupLast() => Add(3, MetricType.LastValue);

    [GlobalSetup(Targets = [nameof(OurDistribution), nameof(OurDistributionBesideLabels)])]
    public void SetupDistribution() => Add(3, MetricType.Distribution);

    [GlobalSetup(Target = nameof(OurSummary))]
    public void SetupSummary() => Add(3, MetricType.Summary);

    [GlobalSetup(Target = nameof(OurThree))]
    public void SetupThree() => Add(3, MetricType.Counter, MetricType.Distribution, MetricType.Summary);

    [GlobalCleanup]
    public void Cleanup()
    {
        _registry.Dispose();
        _provider.Dispose();
        _meter.Dispose();
    }

    [Benchmark(Baseline = true, Description = "OpenTelemetry, counter", OperationsPerInvoke = Loop.Emits)]
    [BenchmarkCategory(NoTagsGroup)]
    public void TheirCounterWithoutTags() => Repeat(i => _counter.Add(1));

    [Benchmark(Description = "ours, counter", OperationsPerInvoke = Loop.Emits)]
    [BenchmarkCategory(NoTagsGroup)]
    [Target(1.0, Bytes = 0)]
    public void OurCounterWithoutTags() => Repeat(i => _event.Execute([new("duration", Measured.Duration(i))]));

    [Benchmark(Baseline = true, Description = "OpenTelemetry, counter, 1 tag", OperationsPerInvoke = Loop.Emits)]
    [BenchmarkCategory(OneTagGroup)]
    public void TheirCounterWithOneTag() => Repeat(i =>
        _counter.Add(1, new KeyValuePair<string, object?>(Measured.Route, Measured.RouteOf(i))));

    [Benchmark(Description = "ours, counter, 1 tag", OperationsPerInvoke = Loop.Emits)]
    [BenchmarkCategory(OneTagGroup)]
    [Target(0.7, Bytes = 0)]
    public void OurCounterWithOneTag() => EmitRoutes();

    [Benchmark(Description = "ours, counter beyond its limit of series", OperationsPerInvoke = Loop.Emits)]
    [BenchmarkCategory(OneTagGroup)]
    [Target(1.1, Bytes = 0)]
    public void OurCounterBeyondItsLimit() => EmitRoutes();

    [Benchmark(Baseline = true, Description = "OpenTelemetry, counter, 3 tags", OperationsPerInvoke = Loop.Emits)]
    [BenchmarkCategory(ThreeTagsGroup)]
    public void TheirCounter() => Repeat(i => _counter.Add(
        1,
        new(Measured.Route, Measured.RouteOf(i)),
        new(Measured.Status, Measured.StatusOf(i)),
        new(Measured.Cached, Measured.CachedOf(i))));

    [Benchmark(Baseline = true, Description = "prometheus-net, counter, 3 labels", OperationsPerInvoke = Loop.Emits)]
    [BenchmarkCategory(ThreeLabelsGroup)]
    public void TheirLabelledCounter() => Repeat(i =>
        _theirCounter.WithLabels(Measured.RouteOf(i), Measured.StatusTextOf(i), Measured.CachedTextOf(i)).Inc());

    [Benchmark(Description = "ours, counter, 3 tags", OperationsPerInvoke = Loop.Emits)]
    [BenchmarkCategory(ThreeTagsGroup)]
    [Target(0.65, Bytes = 0)]
    public void OurCounter() => EmitAll();

    [Benchmark(Description = "ours, counter, 3 tags", OperationsPerInvoke = Loop.Emits)]
    [BenchmarkCategory(ThreeLabelsGroup)]
    [Target(0.4, Bytes = 0)]
    public void OurCounterBesideLabels() => EmitAll();

    [Benchmark(Baseline = true, Description = "OpenTelemetry, counter of doubles", OperationsPerInvoke = Loop.Emits)]
    [BenchmarkCategory(SumGroup)]
    public void TheirSum() => Repeat(i => _sum.Add(
        Measured.Duration(i),
        new(Measured.Route, Measured.RouteOf(i)),
        new(Measured.Status, Measured.StatusOf(i)),
        new(Measured.Cached, Measured.CachedOf(i))));

    [Benchmark(Description = "ours, sum", OperationsPerInvoke = Loop.Emits)]
    [BenchmarkCategory(SumGroup)]
    [Target(0.8, Bytes = 0)]
    public void OurSum() => EmitAll();

    [Benchmark(Baseline = true, Description = "OpenTelemetry, gauge", OperationsPerInvoke = Loop.Emits)]
    [BenchmarkCategory(LastGroup)]
    public void TheirLastValue() => Repeat(i => _last.Record(
        Measured.Duration(i),
        new(Measured.Route, Measured.RouteOf(i)),
        new(Measured.Status, Measured.StatusOf(i)),
        new(Measured.Cached, Measured.CachedOf(i))));

    [Benchmark(Description = "ours, last value", OperationsPerInvoke = Loop.Emits)]
    [BenchmarkCategory(LastGroup)]
    [Target(0.8, Bytes = 0)]
    public void OurLastValue() => EmitAll();

    [Benchmark(Baseline = true, Description = "OpenTelemetry, histogram of 14 bounds", OperationsPerInvoke = Loop.Emits)]
    [BenchmarkCategory(DistributionGroup)]
    public void TheirDistribution() => Repeat(i => _histogram.Record(
        Measured.Duration(i),
        new(Measured.Route, Measured.RouteOf(i)),
        new(Measured.Status, Measured.StatusOf(i)),
        new(Measured.Cached, Measured.CachedOf(i))));

    [Benchmark(Baseline = true, Description = "prometheus-net, histogram of 14 bounds", OperationsPerInvoke = Loop.Emits)]
    [BenchmarkCategory(LabelledGroup)]
    public void TheirLabelledHistogram() => Repeat(i => _theirHistogram
        .WithLabels(Measured.RouteOf(i), Measured.StatusTextOf(i), Measured.CachedTextOf(i)).Observe(Measured.Duration(i)));

    [Benchmark(Description = "ours, distribution of 14 bounds", OperationsPerInvoke = Loop.Emits)]
    [BenchmarkCategory(DistributionGroup)]
    [Target(0.8, Bytes = 0)]
    public void OurDistribution() => EmitAll();

    [Benchmark(Description = "ours, distribution of 14 bounds", OperationsPerInvoke = Loop.Emits)]
    [BenchmarkCategory(LabelledGroup)]
    [Target(0.6, Bytes = 0)]
    public void OurDistributionBesideLabels() => EmitAll();

    [Benchmark(Baseline = true, Description = "OpenTelemetry, exponential histogram", OperationsPerInvoke = Loop.Emits)]
    [BenchmarkCategory(SummaryGroup)]
    public void TheirSummary() => Repeat(i => _exponential.Record(
        Measured.Duration(i),
        new(Measured.Route, Measured.RouteOf(i)),
        new(Measured.Status, Measured.StatusOf(i)),
        new(Measured.Cached, Measured.CachedOf(i))));

    [Benchmark(Description = "ours, summary", OperationsPerInvoke = Loop.Emits)]
    [BenchmarkCategory(SummaryGroup)]
    [Target(0.95, Bytes = 0)]
    public void OurSummary() => EmitAll();

    [Benchmark(Baseline = true, Description = "OpenTelemetry, counter and both histograms", OperationsPerInvoke = Loop.Emits)]
    [BenchmarkCategory(ManyGroup)]
    public void TheirThree() => Repeat(i =>
    {
        var route = new KeyValuePair<string, object?>(Measured.Route, Measured.RouteOf(i));
        var status = new KeyValuePair<string, object?>(Measured.Status, Measured.StatusOf(i));
        var cached = new KeyValuePair<string, object?>(Measured.Cached, Measured.CachedOf(i));
        _counter.Add(1, route, status, cached);
        _histogram.Record(Measured.Duration(i), route, status, cached);
        _exponential.Record(Measured.Duration(i), route, status, cached);
    });

    [Benchmark(Description = "ours, counter, distribution and summary", OperationsPerInvoke = Loop.Emits)]
    [BenchmarkCategory(ManyGroup)]
    [Target(0.4, Bytes = 0)]
    public void OurThree() => EmitAll();

    private static void Repeat(Action<int> once)
    {
        for (int i = 0; i < Loop.Emits; i++)
        {
            once(i);
        }
    }

    private void Add(int tags, params MetricType[] types)
    {
        Create();
        foreach (MetricType type in types)
        {
            _registry.Add(new($"web.request.{type.ToString().ToLowerInvariant()}", type)
            {
                Measurement = type == MetricType.Counter ? null : "duration",
                Tags = [.. s_names.Take(tags).Select(name => new MetricTag(name))],
                Buckets = type == MetricType.Distribution ? NoExport.Buckets : [],
            });
        }

        Warm.Up(tags == 0 ? OurCounterWithoutTags : tags == 1 ? EmitRoutes : EmitAll);
    }

    private void EmitRoutes()
    {
        for (int i = 0; i < Loop.Emits; i++)
        {
            EmitRoute(i);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void EmitRoute(int i) =>
        _event.Execute([new("duration", Measured.Duration(i))], [new(Measured.Route, Measured.RouteOf(i))]);

    private void EmitAll()
    {
        for (int i = 0; i < Loop.Emits; i++)
        {
            Emit(i);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Emit(int i) => _event.Execute(
        [new("duration", Measured.Duration(i))],
        [
            new(Measured.Route, Measured.RouteOf(i)),
            new(Measured.Status, Measured.StatusOf(i)),
            new(Measured.Cached, Measured.CachedOf(i)),
        ]);
}
