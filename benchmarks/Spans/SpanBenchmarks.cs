using System.Diagnostics;
using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;
using Telemetry.Benchmarks.Reporting;
using Telemetry.Benchmarks.Support;

namespace Telemetry.Benchmarks.Spans;

/// <summary>A span with three entries of metadata from its start and a measurement at its end, beside an activity with the
/// same tags.</summary>
public class SpanBenchmarks
{
    private const string NobodyGroup = "Span, nobody listens";
    private const string OneGroup = "Span, one listener";
    private const string Name = "web.request";

    private readonly ActivitySource _activities = new("Benchmarks");
    private ActivityListener? _listener;
    private TelemetrySpanSource _spans = null!;

    [GlobalSetup]
    public void Setup()
    {
        _spans = new TelemetryDispatcher().GetSpanSource(Name);
        Warm.Up(ActivityAlone, StartStopAlone, StartStopGuarded, RunAlone);
    }


    [GlobalSetup(Target = nameof(ActivityWithListener))]
    public void SetupListener()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source == _activities,
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = static _ => Seen.Count++,
            ActivityStopped = static _ => Seen.Count++,
        };
        ActivitySource.AddActivityListener(_listener);
        Warm.Up(ActivityWithListener);
    }

    [GlobalSetup(Targets = [nameof(StartStopWithHandler), nameof(RunWithHandler)])]
    public void SetupHandler() => Attach("start", "stop", "exception");

    [GlobalSetup(Target = nameof(StartStopWithStopHandler))]
    public void SetupStopHandler() => Attach("stop");

    [GlobalCleanup]
    public void Cleanup() => _listener?.Dispose();

    [Benchmark(Baseline = true, Description = "`ActivitySource.StartActivity`, `Stop`", OperationsPerInvoke = Loop.Emits)]
    [BenchmarkCategory(NobodyGroup)]
    public void ActivityAlone() => StartStopActivity();

    [Benchmark(Description = "ours, `Start`, `Stop`", OperationsPerInvoke = Loop.Emits)]
    [BenchmarkCategory(NobodyGroup)]
    [Target(1.5, Bytes = 0)]
    public void StartStopAlone() => StartStop();

    [Benchmark(Description = "ours, `Start`, `Stop`, if `HasHandlers`", OperationsPerInvoke = Loop.Emits)]
    [BenchmarkCategory(NobodyGroup)]
    public void StartStopGuarded()
    {
        for (int i = 0; i < Loop.Emits; i++)
        {
            StartStopGuardedOnce();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void StartStopGuardedOnce()
    {
        if (_spans.HasHandlers)
        {
            TelemetrySpan span = _spans.Start(
                [new("route", Request.Route), new("status", Request.Status), new("cached", Request.Cached)]);
            span.Stop([new("size", Request.Size)]);
        }
    }

    [Benchmark(Description = "ours, `Run` of a function", OperationsPerInvoke = Loop.Emits)]
    [BenchmarkCategory(NobodyGroup)]
    public void RunAlone() => Run();

    [Benchmark(
        Baseline = true,
        Description = "`ActivitySource.StartActivity`, `Stop`, a listener to both",
        OperationsPerInvoke = Loop.Emits)]
    [BenchmarkCategory(OneGroup)]
    public void ActivityWithListener() => StartStopActivity();

    [Benchmark(Description = "ours, `Start`, `Stop`, a handler of all its events", OperationsPerInvoke = Loop.Emits)]
    [BenchmarkCategory(OneGroup)]
    [Target(0.6)]
    public void StartStopWithHandler() => StartStop();

    [Benchmark(Description = "ours, `Start`, `Stop`, a handler of `stop`", OperationsPerInvoke = Loop.Emits)]
    [BenchmarkCategory(OneGroup)]
    public void StartStopWithStopHandler() => StartStop();

    [Benchmark(Description = "ours, `Run` of a function, a handler of all its events", OperationsPerInvoke = Loop.Emits)]
    [BenchmarkCategory(OneGroup)]
    public void RunWithHandler() => Run();

    private void Attach(params string[] events)
    {
        var dispatcher = new TelemetryDispatcher();
        dispatcher.AttachMany("handler", events.Select(last => $"{Name}.{last}"), Seen.Handler);
        _spans = dispatcher.GetSpanSource(Name);
        Warm.Up(StartStopWithHandler, RunWithHandler);
    }

    private void StartStopActivity()
    {
        for (int i = 0; i < Loop.Emits; i++)
        {
            StartStopActivityOnce();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void StartStopActivityOnce()
    {
        Activity? activity = _activities.StartActivity(Name);
        activity?.SetTag("route", Request.Route).SetTag("status", Request.Status).SetTag("cached", Request.Cached);
        activity?.SetTag("size", Request.Size);
        activity?.Stop();
    }

    private void StartStop()
    {
        for (int i = 0; i < Loop.Emits; i++)
        {
            StartStopOnce();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void StartStopOnce()
    {
        TelemetrySpan span = _spans.Start(
            [new("route", Request.Route), new("status", Request.Status), new("cached", Request.Cached)]);
        span.Stop([new("size", Request.Size)]);
    }

    private void Run()
    {
        for (int i = 0; i < Loop.Emits; i++)
        {
            RunOnce();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RunOnce() =>
        Seen.Count += _spans.Run(
            static _ => Request.Status,
            [new("route", Request.Route), new("status", Request.Status), new("cached", Request.Cached)]);
}
