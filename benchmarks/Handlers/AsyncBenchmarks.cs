using BenchmarkDotNet.Attributes;
using Telemetry.Benchmarks.Reporting;
using Telemetry.Benchmarks.Support;

namespace Telemetry.Benchmarks.Handlers;

/// <summary>A buffered handler, and asynchronous ones.</summary>
[BenchmarkCategory("Asynchronous")]
public class AsyncBenchmarks
{
    private HeldQueue _queue = null!;

    [GlobalSetup(Targets = [nameof(HandOverBuffered), nameof(DeliverBuffered)])]
    public void SetupBuffered() => _queue = HeldQueues.Buffered();

    [GlobalSetup(Targets = [nameof(HandOver), nameof(Deliver)])]
    public void Setup() => _queue = HeldQueues.Asynchronous();

    [GlobalSetup(Target = nameof(DeliverBatches))]
    public void SetupBatches() => _queue = HeldQueues.InBatches();

    [IterationSetup(Targets = [nameof(HandOverBuffered), nameof(HandOver)])]
    public void Hold() => _queue.Hold();

    [IterationCleanup(Targets = [nameof(HandOverBuffered), nameof(HandOver)])]
    public void Release() => _queue.Release();

    [GlobalCleanup]
    public void Cleanup() => _queue.Dispose();

    [Benchmark(Baseline = true, Description = "buffered, until it is in the queue", OperationsPerInvoke = HeldQueue.Emits)]
    public void HandOverBuffered() => _queue.Execute();

    [Benchmark(Description = "asynchronous, until it is in the queue", OperationsPerInvoke = HeldQueue.Emits)]
    [Target(1.05)]
    public void HandOver() => _queue.Execute();

    [Benchmark(Description = "buffered, until it is handled", OperationsPerInvoke = HeldQueue.Emits)]
    public void DeliverBuffered() => _queue.ExecuteAndWait();

    [Benchmark(Description = "asynchronous, until it is handled", OperationsPerInvoke = HeldQueue.Emits)]
    public void Deliver() => _queue.ExecuteAndWait();

    [Benchmark(Description = "in batches of 100, until it is handled", OperationsPerInvoke = HeldQueue.Emits)]
    public void DeliverBatches() => _queue.ExecuteAndWait();
}
