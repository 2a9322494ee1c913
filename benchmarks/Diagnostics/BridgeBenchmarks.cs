using System.Diagnostics;
using BenchmarkDotNet.Attributes;
using Telemetry.Benchmarks.Reporting;
using Telemetry.Benchmarks.Support;
using Telemetry.Diagnostics;

namespace Telemetry.Benchmarks.Diagnostics;

/// <summary>A request of HttpClient in memory with its activities as events, beside one with a listener that does nothing.</summary>
public class BridgeBenchmarks
{
    private const string RequestGroup = "Request of HttpClient in memory";
    private const int Requests = 100;
    private const string Source = "System.Net.Http";

    private readonly MemoryConnection _connection = new();
    private readonly TelemetryDispatcher _dispatcher = new();
    private SourceBridge? _bridge;
    private ActivityListener? _listener;

    [GlobalSetup(Target = nameof(Alone))]
    public void Setup() => Warm.Up(Alone);

    [GlobalSetup(Target = nameof(Listener))]
    public void SetupListener()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == Source,
            Sample = static (ref _) => ActivitySamplingResult.AllData,
            ActivityStarted = static _ => { },
            ActivityStopped = static _ => { },
        };
        ActivitySource.AddActivityListener(_listener);
        Warm.Up(Listener);
    }

    [GlobalSetup(Target = nameof(Enabled))]
    public void SetupEnabled()
    {
        _bridge = new SourceBridge(_dispatcher);
        _bridge.Enable(Source, SourceKind.Activity);
        Warm.Up(Enabled);
    }

    [GlobalSetup(Target = nameof(Handler))]
    public void SetupHandler() => Attach("start", "stop", "exception");

    [GlobalSetup(Target = nameof(StopHandler))]
    public void SetupStopHandler() => Attach("stop");

    [GlobalCleanup]
    public void Cleanup()
    {
        _listener?.Dispose();
        _bridge?.Dispose();
        _connection.Dispose();
    }

    [Benchmark(Baseline = true, Description = "`ActivityListener` that does nothing", OperationsPerInvoke = Requests)]
    [BenchmarkCategory(RequestGroup)]
    public void Listener() => _connection.Send(Requests);

    [Benchmark(Description = "nobody listens", OperationsPerInvoke = Requests)]
    [BenchmarkCategory(RequestGroup)]
    public void Alone() => _connection.Send(Requests);

    [Benchmark(Description = "ours, enabled, no handler", OperationsPerInvoke = Requests)]
    [BenchmarkCategory(RequestGroup)]
    [Target(1.0)]
    public void Enabled() => _connection.Send(Requests);

    [Benchmark(Description = "ours, a handler of all its events", OperationsPerInvoke = Requests)]
    [BenchmarkCategory(RequestGroup)]
    [Target(1.5)]
    public void Handler() => _connection.Send(Requests);

    [Benchmark(Description = "ours, a handler of `stop`", OperationsPerInvoke = Requests)]
    [BenchmarkCategory(RequestGroup)]
    [Target(1.5)]
    public void StopHandler() => _connection.Send(Requests);

    private void Attach(params string[] events)
    {
        _dispatcher.AttachMany("handler", events.Select(last => $"http.client.request.{last}"), Seen.Handler);
        _bridge = new SourceBridge(_dispatcher);
        _bridge.Enable(Source, SourceKind.Activity);
        Warm.Up(Handler);
    }
}
