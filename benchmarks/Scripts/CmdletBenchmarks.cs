using BenchmarkDotNet.Attributes;
using Telemetry.Benchmarks.Reporting;
using Telemetry.Benchmarks.Support;

namespace Telemetry.Benchmarks.Scripts;

/// <summary>The cmdlet that emits, in a script's loop, beside one with the same parameters that does nothing. A process takes one of
/// two times for the same loop, some 30 % apart, so that three processes decide nothing.</summary>
[ProcessCount(15)]
[BenchmarkCategory("Invoke-TelemetryEvent")]
public class CmdletBenchmarks
{
    private const string Emit = $"Invoke-TelemetryEvent {Request.Name} {ScriptLoop.Payload}";

    private ScriptLoop _loop = null!;

    [GlobalSetup(Target = nameof(Nothing))]
    public void SetupNothing() =>
        _loop = new ScriptLoop().Calling($"Invoke-Nothing {Request.Name} {ScriptLoop.Payload}", ScriptLoop.CmdletCalls);

    [GlobalSetup(Target = nameof(NoHandler))]
    public void SetupNoHandler() => _loop = new ScriptLoop().Calling(Emit, ScriptLoop.CmdletCalls);

    [GlobalSetup(Target = nameof(CompiledHandler))]
    public void SetupCompiledHandler()
    {
        TelemetryDispatcher.Default.Attach("handler", Request.ParsedName, Seen.Handler);
        SetupNoHandler();
    }

    [GlobalSetup(Target = nameof(ScriptHandler))]
    public void SetupScriptHandler() => _loop = new ScriptLoop().Register(handlers: 1).Calling(Emit, ScriptLoop.CmdletCalls);

    [GlobalSetup(Target = nameof(TenScriptHandlers))]
    public void SetupTenScriptHandlers() => _loop = new ScriptLoop().Register(handlers: 10).Calling(Emit, ScriptLoop.CmdletCalls);

    [GlobalCleanup]
    public void Cleanup() => _loop.Dispose();

    [Benchmark(Baseline = true, Description = "an empty cmdlet", OperationsPerInvoke = ScriptLoop.CmdletCalls)]
    public void Nothing() => _loop.Run();

    [Benchmark(Description = "no handler", OperationsPerInvoke = ScriptLoop.CmdletCalls)]
    [Target(1.05)]
    public void NoHandler() => _loop.Run();

    [Benchmark(Description = "a handler in C#", OperationsPerInvoke = ScriptLoop.CmdletCalls)]
    public void CompiledHandler() => _loop.Run();

    [Benchmark(Description = "a script handler", OperationsPerInvoke = ScriptLoop.CmdletCalls)]
    [Target(1.3)]
    public void ScriptHandler() => _loop.Run();

    [Benchmark(Description = "10 script handlers", OperationsPerInvoke = ScriptLoop.CmdletCalls)]
    public void TenScriptHandlers() => _loop.Run();
}
