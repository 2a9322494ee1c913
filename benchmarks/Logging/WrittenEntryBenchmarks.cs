using BenchmarkDotNet.Attributes;
using Telemetry.Benchmarks.Support;

namespace Telemetry.Benchmarks.Logging;

/// <summary>An entry of the log that a provider formats, as that of the console does, and drops.</summary>
[BenchmarkCategory("A log entry, level on")]
public class WrittenEntryBenchmarks
{
    private ProgramLog _log = null!;
    private ProgramLog _logOfTemplate = null!;

    [GlobalSetup]
    public void Setup()
    {
        _log = new ProgramLog(isEnabled: true);
        _logOfTemplate = new ProgramLog(isEnabled: true, RequestLog.Message);
        Warm.Up(Generated, Template, Event);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _log.Dispose();
        _logOfTemplate.Dispose();
    }

    [Benchmark(Baseline = true, Description = "`LoggerMessage`", OperationsPerInvoke = Loop.Emits)]
    public void Generated() => _log.WriteGenerated();

    [Benchmark(Description = "ours by handle, `LogEvents` with the same message", OperationsPerInvoke = Loop.Emits)]
    public void Template() => Loop.ByHandle(_logOfTemplate.Handle);

    [Benchmark(Description = "ours by handle, `LogEvents` without a message", OperationsPerInvoke = Loop.Emits)]
    public void Event() => Loop.ByHandle(_log.Handle);
}
