using BenchmarkDotNet.Attributes;
using Telemetry.Benchmarks.Support;

namespace Telemetry.Benchmarks.Handlers;

/// <summary>A handler on the thread that emits, and one behind a buffer.</summary>
[BenchmarkCategory("Buffered")]
public class BufferBenchmarks
{
    private HeldQueue _queue = null!;

    [GlobalSetup(Target = nameof(Direct))]
    public void SetupDirect() =>
        _queue = new(static (dispatcher, _) => dispatcher.Attach("handler", Request.Name, Seen.Handler));

    [GlobalSetup(Targets = [nameof(HandOver), nameof(Deliver)])]
    public void SetupBuffered() => _queue = HeldQueues.Buffered();

    [IterationSetup(Target = nameof(HandOver))]
    public void Hold() => _queue.Hold();

    [IterationCleanup(Target = nameof(HandOver))]
    public void Release() => _queue.Release();

    [GlobalCleanup]
    public void Cleanup() => _queue.Dispose();

    [Benchmark(Baseline = true, Description = "a handler that the emitter waits for", OperationsPerInvoke = HeldQueue.Emits)]
    public void Direct() => _queue.Execute();

    [Benchmark(Description = "buffered, until it is in the queue", OperationsPerInvoke = HeldQueue.Emits)]
    public void HandOver() => _queue.Execute();

    [Benchmark(Description = "buffered, until it is handled", OperationsPerInvoke = HeldQueue.Emits)]
    public void Deliver() => _queue.ExecuteAndWait();
}
