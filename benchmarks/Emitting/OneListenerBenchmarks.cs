using BenchmarkDotNet.Attributes;
using Telemetry.Benchmarks.Reporting;
using Telemetry.Benchmarks.Support;

namespace Telemetry.Benchmarks.Emitting;

/// <summary>One listener, by the means of each of the peers.</summary>
[BenchmarkCategory("One listener, beside peers")]
public class OneListenerBenchmarks
{
    private readonly PlainEvent _plain = PlainEvent.With(handlers: 1);
    private readonly Peers _peers = new(haveListeners: true);
    private readonly TelemetryDispatcher _dispatcher = Dispatchers.With(handlers: 1);
    private TelemetryEvent _handle = null!;

    [GlobalSetup]
    public void Setup()
    {
        _handle = _dispatcher.GetEvent(Request.Name);
        HandlerKinds.CallAll();
        Warm.Up(
            Diagnostic, ByHandle, ByText, DiagnosticGuarded, DiagnosticDictionaries, Metric, Source, Rx, Plain);
    }

    [Benchmark(Baseline = true, Description = "`DiagnosticListener.Write` of an anonymous object", OperationsPerInvoke = Loop.Emits)]
    public void Diagnostic() => _peers.WriteAnonymous();

    [Benchmark(Description = "ours by handle", OperationsPerInvoke = Loop.Emits)]
    [Target(0.75, Bytes = 0)]
    public void ByHandle() => Loop.ByHandle(_handle);

    [Benchmark(Description = "ours by dotted name", OperationsPerInvoke = Loop.Emits)]
    public void ByText() => Loop.ByText(_dispatcher);

    [Benchmark(Description = "`DiagnosticListener.Write` if `IsEnabled`", OperationsPerInvoke = Loop.Emits)]
    public void DiagnosticGuarded() => _peers.WriteIfEnabled();

    [Benchmark(Description = "`DiagnosticListener.Write` of dictionaries", OperationsPerInvoke = Loop.Emits)]
    public void DiagnosticDictionaries() => _peers.WriteDictionaries();

    [Benchmark(Description = "`Counter<long>.Add` with 3 tags", OperationsPerInvoke = Loop.Emits)]
    public void Metric() => _peers.AddToCounter();

    [Benchmark(Description = "`EventSource`", OperationsPerInvoke = Loop.Emits)]
    public void Source() => _peers.WriteEventSource();

    [Benchmark(Description = "Rx `Subject<T>.OnNext`", OperationsPerInvoke = Loop.Emits)]
    public void Rx() => _peers.PushToSubject();

    [Benchmark(Description = "C# event", OperationsPerInvoke = Loop.Emits)]
    public void Plain() => Loop.Plain(_plain);
}
