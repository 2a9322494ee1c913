using BenchmarkDotNet.Attributes;
using Telemetry.Benchmarks.Support;

namespace Telemetry.Benchmarks.Scripts;

/// <summary>A script handler, emitted to in its own session, in another one, and on a thread that has none.</summary>
[BenchmarkCategory("Where a script handler runs")]
public class PlaceBenchmarks
{
    private const string Emit =
        "$e.Execute(@{ duration = 12.5; size = 512 }, @{ route = '/users'; status = 200; cached = $true })";

    private readonly ScriptLoop _home = new ScriptLoop().Register(handlers: 1);
    private readonly ScriptLoop _other = new();
    private readonly TelemetryEvent _handle = TelemetryDispatcher.Default.GetEvent(Request.ParsedName);

    [GlobalSetup(Target = nameof(Home))]
    public void SetupHome() => _home.Calling(Emit);

    [GlobalSetup(Target = nameof(Elsewhere))]
    public void SetupElsewhere() => _other.Calling(Emit);

    [GlobalSetup(Target = nameof(OnThread))]
    public void SetupOnThread() => Warm.Up(OnThread);

    [GlobalCleanup]
    public void Cleanup()
    {
        _home.Dispose();
        _other.Dispose();
    }

    [Benchmark(Baseline = true, Description = "from its own session, by handle", OperationsPerInvoke = ScriptLoop.Calls)]
    public void Home() => _home.Run();

    [Benchmark(Description = "from another session, by handle", OperationsPerInvoke = ScriptLoop.Calls)]
    public void Elsewhere() => _other.Run();

    [Benchmark(Description = "from C#, on a thread without a session", OperationsPerInvoke = Loop.Emits)]
    public void OnThread() => Loop.ByHandle(_handle);
}
