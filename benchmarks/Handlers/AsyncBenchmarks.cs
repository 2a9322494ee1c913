using BenchmarkDotNet.Attributes;
using Telemetry.Benchmarks.Reporting;
using Telemetry.Benchmarks.Support;

namespace Telemetry.Benchmarks.Handlers;

/// <summary>A buffered handler, and asynchronous ones.</summary>
[BenchmarkCategory("Asynchronous")]
public class AsyncBenchmarks
{
    private const int Rounds = 10;
    private const int Emits = Rounds * Loop.Emits;

    // Set while the consumer may run.
    private readonly ManualResetEventSlim _gate = new(initialState: true);
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly HandlerOptions _options = new() { Buffer = new HandlerBuffer { Capacity = 2 * Emits } };
    private TelemetryEvent _handle = null!;
    private HandlerRegistration _handler = null!;

    [GlobalSetup(Targets = [nameof(HandOverBuffered), nameof(DeliverBuffered)])]
    public void SetupBuffered() => WarmUp(_dispatcher.Attach(
        "handler",
        Request.Name,
        (in _, _) =>
        {
            _gate.Wait();
            Seen.Count++;
        },
        _options));

    [GlobalSetup(Targets = [nameof(HandOver), nameof(Deliver)])]
    public void Setup() => WarmUp(_dispatcher.AttachAsync(
        "handler",
        Request.Name,
        (_, cancellation) =>
        {
            _gate.Wait(cancellation);
            Seen.Count++;
            return default;
        },
        _options));

    [GlobalSetup(Target = nameof(DeliverBatches))]
    public void SetupBatches() => WarmUp(_dispatcher.AttachBatchAsync(
        "handler",
        Request.Name,
        (batch, _) =>
        {
            Seen.Count += batch.Count;
            return default;
        },
        new BatchOptions { MaxDelay = TimeSpan.Zero },
        _options));

    [IterationSetup(Targets = [nameof(HandOverBuffered), nameof(HandOver)])]
    public void Hold() => _gate.Reset();

    [IterationCleanup(Targets = [nameof(HandOverBuffered), nameof(HandOver)])]
    public void Release()
    {
        _gate.Set();
        WaitUntilDelivered();
    }

    [GlobalCleanup]
    public void Cleanup() => _handler.Dispose();

    [Benchmark(Baseline = true, Description = "buffered, until it is in the queue", OperationsPerInvoke = Emits)]
    public void HandOverBuffered() => Execute();

    [Benchmark(Description = "asynchronous, until it is in the queue", OperationsPerInvoke = Emits)]
    [Target(1.05)]
    public void HandOver() => Execute();

    [Benchmark(Description = "buffered, until it is handled", OperationsPerInvoke = Emits)]
    public void DeliverBuffered() => ExecuteAndWait();

    [Benchmark(Description = "asynchronous, until it is handled", OperationsPerInvoke = Emits)]
    public void Deliver() => ExecuteAndWait();

    [Benchmark(Description = "in batches of 100, until it is handled", OperationsPerInvoke = Emits)]
    public void DeliverBatches() => ExecuteAndWait();

    private void WarmUp(HandlerRegistration handler)
    {
        _handler = handler;
        _handle = _dispatcher.GetEvent(Request.Name);
        Warm.Up(ExecuteAndWait);
    }

    private void ExecuteAndWait()
    {
        Execute();
        WaitUntilDelivered();
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
