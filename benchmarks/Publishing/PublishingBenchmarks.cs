using System.Diagnostics;
using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;
using Telemetry.Benchmarks.Metrics;
using Telemetry.Benchmarks.Reporting;
using Telemetry.Benchmarks.Support;
using Telemetry.Diagnostics;
using Telemetry.Metrics;

namespace Telemetry.Benchmarks.Publishing;

/// <summary>The cost of publishing: a distribution whose histogram nobody listens to, beside one that is not published; and a span that
/// becomes an activity, beside an activity with the same tags.</summary>
public class PublishingBenchmarks
{
    private const string HistogramGroup = "Distribution, published, nobody listens";
    private const string SpanGroup = "Span as an activity, one listener";
    private const string Name = "web.request";

    private readonly ActivitySource _activities = new("Benchmarks");
    private MetricRegistry? _registry;
    private IDisposable? _publication;
    private ActivityListener? _listener;
    private TelemetryEvent _event = null!;
    private TelemetrySpanSource _spans = null!;

    [GlobalSetup(Target = nameof(Unpublished))]
    public void SetupUnpublished() => AddMetric();

    [GlobalSetup(Target = nameof(Published))]
    public void SetupPublished()
    {
        AddMetric();
        _publication = _registry!.PublishInstruments();
        Warm.Up(Published);
    }

    [GlobalSetup(Target = nameof(ActivityAlone))]
    public void SetupActivity()
    {
        Listen(_activities.Name);
        Warm.Up(ActivityAlone);
    }

    [GlobalSetup(Target = nameof(SpanAsActivity))]
    public void SetupSpan()
    {
        Listen("Telemetry");
        var dispatcher = new TelemetryDispatcher();
        _publication = dispatcher.PublishActivities();
        _spans = dispatcher.GetSpanSource(Name);
        Warm.Up(SpanAsActivity);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _publication?.Dispose();
        _registry?.Dispose();
        _listener?.Dispose();
    }

    [Benchmark(Baseline = true, Description = "distribution, 3 tags", OperationsPerInvoke = Loop.Emits)]
    [BenchmarkCategory(HistogramGroup)]
    public void Unpublished() => EmitAll();

    [Benchmark(Description = "distribution, 3 tags, published", OperationsPerInvoke = Loop.Emits)]
    [BenchmarkCategory(HistogramGroup)]
    [Target(1.05, Bytes = 0)]
    public void Published() => EmitAll();

    [Benchmark(Baseline = true, Description = "`ActivitySource.StartActivity`, `Stop`", OperationsPerInvoke = Loop.Emits)]
    [BenchmarkCategory(SpanGroup)]
    public void ActivityAlone()
    {
        for (int i = 0; i < Loop.Emits; i++)
        {
            ActivityOnce();
        }
    }

    [Benchmark(Description = "ours, `Start`, `Stop`, published", OperationsPerInvoke = Loop.Emits)]
    [BenchmarkCategory(SpanGroup)]
    [Target(1.7)]
    public void SpanAsActivity()
    {
        for (int i = 0; i < Loop.Emits; i++)
        {
            SpanOnce();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ActivityOnce()
    {
        Activity? activity = _activities.StartActivity(Name);
        activity?.SetTag("route", Request.Route).SetTag("status", Request.Status).SetTag("cached", Request.Cached);
        activity?.SetTag("size", Request.Size);
        activity?.Stop();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void SpanOnce()
    {
        TelemetrySpan span = _spans.Start(
            [new("route", Request.Route), new("status", Request.Status), new("cached", Request.Cached)]);
        span.Stop([new("size", Request.Size)]);
    }

    private void AddMetric()
    {
        var dispatcher = new TelemetryDispatcher();
        _registry = new MetricRegistry(dispatcher);
        _registry.Add(new("web.request.duration", MetricType.Distribution)
        {
            Tags = [Measured.Route, Measured.Status, Measured.Cached],
            Buckets = NoExport.Buckets,
        });
        _event = dispatcher.GetEvent(Name);
        Warm.Up(EmitAll);
    }

    private void Listen(string source)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = candidate => candidate.Name == source,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = static _ => Seen.Count++,
            ActivityStopped = static _ => Seen.Count++,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    private void EmitAll()
    {
        for (int i = 0; i < Loop.Emits; i++)
        {
            EmitOnce(i);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void EmitOnce(int i) => _event.Execute(
        [new("duration", Measured.Duration(i))],
        [
            new(Measured.Route, Measured.RouteOf(i)),
            new(Measured.Status, Measured.StatusOf(i)),
            new(Measured.Cached, Measured.CachedOf(i)),
        ]);
}
