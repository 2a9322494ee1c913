using BenchmarkDotNet.Attributes;
using Telemetry.Benchmarks.Reporting;
using Telemetry.Benchmarks.Support;

namespace Telemetry.Benchmarks.Emitting;

/// <summary>The floor and ours, by the number of handlers.</summary>
[BenchmarkCategory("Number of handlers")]
public class HandlerCountBenchmarks
{
    private PlainEvent _plain = null!;
    private TelemetryEvent _handle = null!;

    [Params(0, 1, 2, 10, 100)]
    public int Handlers { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _plain = PlainEvent.With(Handlers);
        _handle = Dispatchers.With(Handlers).GetEvent(Request.Name);
        if (Handlers > 0)
        {
            HandlerKinds.CallAll();
        }

        Warm.Up(Plain, ByHandle);
    }

    [Benchmark(Baseline = true, Description = "C# event", OperationsPerInvoke = Loop.Emits)]
    public void Plain() => Loop.Plain(_plain);

    [Benchmark(Description = "ours by handle", OperationsPerInvoke = Loop.Emits)]
    [Target(2.5, At = 0, Bytes = 0)]
    [Target(2.0, At = 1, Bytes = 0)]
    [Target(1.15, At = 10, Bytes = 0)]
    public void ByHandle() => Loop.ByHandle(_handle);
}
