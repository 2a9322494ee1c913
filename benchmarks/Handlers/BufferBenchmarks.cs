using BenchmarkDotNet.Attributes;
using Telemetry.Benchmarks.Support;

namespace Telemetry.Benchmarks.Handlers;

/// <summary>A handler on the thread that emits, and one behind a buffer.</summary>
[BenchmarkCategory("Buffered")]
public class BufferBenchmarks
{
    private const int Rounds = 10;
    private const int Emits = Rounds * Loop.Emits;

    // Set while the consumer may run.
    private readonly ManualResetEventSlim _gate = new(initialState: true);
    private TelemetryEvent _handle = null!;
    private HandlerRegistration _handler = null!;

    [GlobalSetup(Target = nameof(Direct))]
    public void SetupDirect() => Attach(Seen.Handler, new());

    [GlobalSetup(Targets = [nameof(HandOver), nameof(Deliver)])]
    public void SetupBuffered() => Attach(
        (in _, _) =>
        {
            _gate.Wait();
            Seen.Count++;
        },
        new() { Buffer = new HandlerBuffer { Capacity = 2 * Emits } });

    [IterationSetup(Target = nameof(HandOver))]
    public void Hold() => _gate.Reset();

    [IterationCleanup(Target = nameof(HandOver))]
    public void Release()
    {
        _gate.Set();
        WaitUntilDelivered();
    }

    [GlobalCleanup]
    public void Cleanup() => _handler.Dispose();

    [Benchmark(Baseline = true, Description = "a handler that the emitter waits for", OperationsPerInvoke = Emits)]
    public void Direct() => Execute();

    [Benchmark(Description = "buffered, until it is in the queue", OperationsPerInvoke = Emits)]
    public void HandOver() => Execute();

    [Benchmark(Description = "buffered, until it is handled", OperationsPerInvoke = Emits)]
    public void Deliver()
    {
        Execute();
        WaitUntilDelivered();
    }

    private void Attach(TelemetryHandler handler, HandlerOptions options)
    {
        var dispatcher = new TelemetryDispatcher();
        _handler = dispatcher.Attach("handler", Request.Name, handler, options: options);
        _handle = dispatcher.GetEvent(Request.Name);
        Warm.Up(Deliver);
    }

    private void Execute()
    {
        for (int i = 0; i < Rounds; i++)
        {
            Loop.ByHandle(_handle);
        }
    }

    private void WaitUntilDelivered()
    {
        while (_handler.BufferStatistics is { Queued: > 0 })
        {
            Thread.SpinWait(20);
        }

        if (_handler.BufferStatistics is { Dropped: > 0 } statistics)
        {
            throw new InvalidOperationException($"The buffer was full: {statistics}.");
        }
    }
}
