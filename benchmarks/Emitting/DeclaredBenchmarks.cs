using BenchmarkDotNet.Attributes;
using Telemetry.Benchmarks.Reporting;
using Telemetry.Benchmarks.Support;

namespace Telemetry.Benchmarks.Emitting;

/// <summary>A declared event with one handler, beside the same emit written by hand.</summary>
[ProcessCount(15)]
[BenchmarkCategory("Declared, one handler")]
public class DeclaredBenchmarks
{
    // Only what is measured: of two loops, the one that is run first is compiled for itself, and the other finds shared code compiled.
    [GlobalSetup(Target = nameof(ByHand))]
    public void SetupByHand()
    {
        TelemetryDispatcher.Default.Attach("handler", HandleRequest.Name, Seen.Handler);
        Warm.Up(ByHand);
    }

    [GlobalSetup(Target = nameof(Declared))]
    public void SetupDeclared()
    {
        TelemetryDispatcher.Default.Attach("handler", DeclaredRequest.Name, Seen.Handler);
        Warm.Up(Declared);
    }

    [GlobalSetup(Target = nameof(Read))]
    public void SetupRead()
    {
        DeclaredRequest.AttachDone("reader", static done => Seen.Count += done.Size + done.Route.Length);
        Warm.Up(Read);
    }

    [Benchmark(Baseline = true, Description = "by handle, written by hand", OperationsPerInvoke = Loop.Emits)]
    public void ByHand() => DeclaredLoop.ByHand();

    [Benchmark(Description = "declared, one handler", OperationsPerInvoke = Loop.Emits)]
    [Target(1.05, Bytes = 0)]
    public void Declared() => DeclaredLoop.Declared();

    [Benchmark(Description = "declared, a typed handler that reads all five values", OperationsPerInvoke = Loop.Emits)]
    public void Read() => DeclaredLoop.Declared();
}
