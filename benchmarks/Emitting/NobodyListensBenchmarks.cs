using BenchmarkDotNet.Attributes;
using Telemetry.Benchmarks.Support;

namespace Telemetry.Benchmarks.Emitting;

/// <summary>Nobody listens, and the emitter doesn't ask: the payload is built at each call.</summary>
[BenchmarkCategory("Nobody listens, payload built")]
public class NobodyListensBenchmarks
{
    private readonly PlainEvent _plain = PlainEvent.With(handlers: 0);
    private readonly Peers _peers = new(haveListeners: false);
    private readonly TelemetryDispatcher _dispatcher = new();
    private TelemetryEvent _handle = null!;

    [GlobalSetup]
    public void Setup()
    {
        _handle = _dispatcher.GetEvent(Request.Name);
        Warm.Up(
            Nothing, Plain, ByHandle, ByName, ByText, Built, FromDictionaries, Diagnostic, DiagnosticDictionaries, Metric, Rx);
    }

    [GlobalSetup(Target = nameof(ByTextNotKnown))]
    public void SetupNotKnown() => Warm.Up(ByTextNotKnown);

    [GlobalSetup(Targets = [nameof(ByHandleWithPatterns), nameof(ByTextWithPatterns)])]
    public void SetupPatterns()
    {
        for (int i = 0; i < 100; i++)
        {
            _dispatcher.Attach($"pattern-{i}", EventPattern.Parse($"other.{i}.*"), Seen.Handler);
        }

        Setup();
    }

    [Benchmark(Baseline = true, Description = "C# event", OperationsPerInvoke = Loop.Emits)]
    public void Plain() => Loop.Plain(_plain);

    [Benchmark(Description = "an empty method, whose call is in all rows", OperationsPerInvoke = Loop.Emits)]
    public void Nothing() => Loop.Nothing(_plain);

    [Benchmark(Description = "ours by handle", OperationsPerInvoke = Loop.Emits)]
    public void ByHandle() => Loop.ByHandle(_handle);

    [Benchmark(Description = "ours by parsed name", OperationsPerInvoke = Loop.Emits)]
    public void ByName() => Loop.ByName(_dispatcher, Request.ParsedName);

    [Benchmark(Description = "ours by dotted name", OperationsPerInvoke = Loop.Emits)]
    public void ByText() => Loop.ByText(_dispatcher);

    [Benchmark(Description = "ours by dotted name, the event is not known", OperationsPerInvoke = Loop.Emits)]
    public void ByTextNotKnown() => Loop.ByText(_dispatcher);

    [Benchmark(Description = "ours by handle, 100 patterns present", OperationsPerInvoke = Loop.Emits)]
    public void ByHandleWithPatterns() => Loop.ByHandle(_handle);

    [Benchmark(Description = "ours by dotted name, 100 patterns present", OperationsPerInvoke = Loop.Emits)]
    public void ByTextWithPatterns() => Loop.ByText(_dispatcher);

    [Benchmark(Description = "ours by handle, a function that builds the payload", OperationsPerInvoke = Loop.Emits)]
    public void Built() => Loop.Built(_handle);

    [Benchmark(Description = "ours by handle, from dictionaries", OperationsPerInvoke = Loop.Emits)]
    public void FromDictionaries() => Loop.FromDictionaries(_handle);

    [Benchmark(Description = "`DiagnosticListener.Write` of an anonymous object", OperationsPerInvoke = Loop.Emits)]
    public void Diagnostic() => _peers.WriteAnonymous();

    [Benchmark(Description = "`DiagnosticListener.Write` of dictionaries", OperationsPerInvoke = Loop.Emits)]
    public void DiagnosticDictionaries() => _peers.WriteDictionaries();

    [Benchmark(Description = "`Counter<long>.Add` with 3 tags", OperationsPerInvoke = Loop.Emits)]
    public void Metric() => _peers.AddToCounter();

    [Benchmark(Description = "Rx `Subject<T>.OnNext`", OperationsPerInvoke = Loop.Emits)]
    public void Rx() => _peers.PushToSubject();
}
