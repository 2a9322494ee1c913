using BenchmarkDotNet.Attributes;
using Telemetry.Benchmarks.Reporting;
using Telemetry.Benchmarks.Support;

namespace Telemetry.Benchmarks.Logging;

/// <summary>An entry of the log whose level is off: by a method that LoggerMessage generates, and by an event.</summary>
[BenchmarkCategory("A log entry, level off")]
public class LoggingBenchmarks
{
    private ProgramLog _off = null!;
    private ProgramLog _switchedOff = null!;

    [GlobalSetup]
    public void Setup()
    {
        _off = new ProgramLog(isEnabled: false);

        // Its provider has a level of its own, which is not yet looked at again.
        _switchedOff = new ProgramLog(isEnabled: true);
        _switchedOff.Provider.IsOff = true;
        Warm.Up(Generated, Event, EventBefore);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _off.Dispose();
        _switchedOff.Dispose();
    }

    [Benchmark(Baseline = true, Description = "`LoggerMessage`", OperationsPerInvoke = Loop.Emits)]
    public void Generated() => _off.WriteGenerated();

    [Benchmark(Description = "ours by handle, `LogEvents`", OperationsPerInvoke = Loop.Emits)]
    [Target(1.5, Bytes = 0)]
    public void Event() => Loop.ByHandle(_off.Handle);

    [Benchmark(
        Description = "ours by handle, `LogEvents`, in the first second after a provider switched its level off",
        OperationsPerInvoke = Loop.Emits)]
    public void EventBefore() => Loop.ByHandle(_switchedOff.Handle);
}
