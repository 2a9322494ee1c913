using BenchmarkDotNet.Attributes;
using Telemetry.Benchmarks.Reporting;
using Telemetry.Benchmarks.Support;

namespace Telemetry.Benchmarks.Emitting;

/// <summary>A declared event that nobody listens to, beside the same emit written by hand.</summary>
[ProcessCount(15)]
[BenchmarkCategory("Declared, nobody listens")]
public class DeclaredQuietBenchmarks
{
    [GlobalSetup]
    public void Setup() => Warm.Up(ByHand, Declared);

    [Benchmark(Baseline = true, Description = "by handle, written by hand", OperationsPerInvoke = Loop.Emits)]
    public void ByHand() => DeclaredLoop.ByHand();

    [Benchmark(Description = "declared, no handler", OperationsPerInvoke = Loop.Emits)]
    [Target(1.05, Bytes = 0)]
    public void Declared() => DeclaredLoop.Declared();
}
