using BenchmarkDotNet.Attributes;
using Telemetry.Benchmarks.Reporting;
using Telemetry.Benchmarks.Support;

namespace Telemetry.Benchmarks.Emitting;

/// <summary>Nobody listens, and the emitter asks before it builds anything.</summary>
[BenchmarkCategory("Nobody listens, guarded")]
public class GuardBenchmarks
{
    private readonly Peers _peers = new(haveListeners: false);
    private readonly TelemetryDispatcher _dispatcher = new();
    private TelemetryEvent _handle = null!;

    [GlobalSetup]
    public void Setup()
    {
        _handle = _dispatcher.GetEvent(Request.Name);
        Warm.Up(Diagnostic, ByHandle, ByName, ByText, Source, Metric);
    }

    [Benchmark(Baseline = true, Description = "`DiagnosticListener.IsEnabled`", OperationsPerInvoke = Loop.Emits)]
    public void Diagnostic() => _peers.WriteIfEnabled();

    [Benchmark(Description = "ours, `HasHandlers` of a handle", OperationsPerInvoke = Loop.Emits)]
    [Target(1.0, Bytes = 0)]
    public void ByHandle()
    {
        for (int i = 0; i < Loop.Emits; i++)
        {
            if (_handle.HasHandlers)
            {
                _handle.Execute(
                    [new("duration", Request.Duration), new("size", Request.Size)],
                    [new("route", Request.Route), new("status", Request.Status), new("cached", Request.Cached)]);
            }
        }
    }

    [Benchmark(Description = "ours, `HasHandlers` of a parsed name", OperationsPerInvoke = Loop.Emits)]
    public void ByName()
    {
        for (int i = 0; i < Loop.Emits; i++)
        {
            if (_dispatcher.HasHandlers(Request.ParsedName))
            {
                _dispatcher.Execute(
                    Request.ParsedName,
                    [new("duration", Request.Duration), new("size", Request.Size)],
                    [new("route", Request.Route), new("status", Request.Status), new("cached", Request.Cached)]);
            }
        }
    }

    [Benchmark(Description = "ours, `HasHandlers` of a dotted name", OperationsPerInvoke = Loop.Emits)]
    public void ByText()
    {
        for (int i = 0; i < Loop.Emits; i++)
        {
            if (_dispatcher.HasHandlers(Request.Name))
            {
                _dispatcher.Execute(
                    Request.Name,
                    [new("duration", Request.Duration), new("size", Request.Size)],
                    [new("route", Request.Route), new("status", Request.Status), new("cached", Request.Cached)]);
            }
        }
    }

    [Benchmark(Description = "`EventSource.IsEnabled`", OperationsPerInvoke = Loop.Emits)]
    public void Source() => _peers.WriteEventSource();

    [Benchmark(Description = "`Counter<long>.Enabled`", OperationsPerInvoke = Loop.Emits)]
    public void Metric() => _peers.AddToCounterIfEnabled();
}
