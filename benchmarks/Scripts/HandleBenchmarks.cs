using BenchmarkDotNet.Attributes;
using Telemetry.Benchmarks.Support;

namespace Telemetry.Benchmarks.Scripts;

/// <summary>An event's handle in a script's loop.</summary>
[BenchmarkCategory("By handle, in a script")]
public class HandleBenchmarks
{
    private const string Arguments = "@{ duration = 12.5; size = 512 }, @{ route = '/users'; status = 200; cached = $true }";
    private const string Emit = $"$e.Execute({Arguments})";

    private ScriptLoop _loop = null!;

    [GlobalSetup(Target = nameof(Nothing))]
    public void SetupNothing() => _loop = new ScriptLoop().Running(
        $"$e = [EmptyModule.EmptyEvent]::new(); foreach ($i in 1..{ScriptLoop.Calls}) {{ {Emit} }}");

    [GlobalSetup(Target = nameof(Guarded))]
    public void SetupGuarded() => _loop = new ScriptLoop().Calling($"if ($e.HasHandlers) {{ {Emit} }}");

    [GlobalSetup(Target = nameof(NoHandler))]
    public void SetupNoHandler() => _loop = new ScriptLoop().Calling(Emit);

    [GlobalSetup(Target = nameof(CompiledHandler))]
    public void SetupCompiledHandler()
    {
        TelemetryDispatcher.Default.Attach("handler", Request.ParsedName, Seen.Handler);
        SetupNoHandler();
    }

    [GlobalSetup(Target = nameof(ScriptHandler))]
    public void SetupScriptHandler() => _loop = new ScriptLoop().Register(handlers: 1).Calling(Emit);

    [GlobalCleanup]
    public void Cleanup() => _loop.Dispose();

    [Benchmark(Baseline = true, Description = "a method that does nothing, same arguments", OperationsPerInvoke = ScriptLoop.Calls)]
    public void Nothing() => _loop.Run();

    [Benchmark(Description = "no handler, asked for by `HasHandlers`", OperationsPerInvoke = ScriptLoop.Calls)]
    public void Guarded() => _loop.Run();

    [Benchmark(Description = "no handler", OperationsPerInvoke = ScriptLoop.Calls)]
    public void NoHandler() => _loop.Run();

    [Benchmark(Description = "a handler in C#", OperationsPerInvoke = ScriptLoop.Calls)]
    public void CompiledHandler() => _loop.Run();

    [Benchmark(Description = "a script handler", OperationsPerInvoke = ScriptLoop.Calls)]
    public void ScriptHandler() => _loop.Run();
}
