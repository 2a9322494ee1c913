using BenchmarkDotNet.Attributes;
using Telemetry.Benchmarks.Support;

namespace Telemetry.Benchmarks.Scripts;

/// <summary>A span around a block that does nothing, and around one that sets a measurement, which takes the place of an
/// event.</summary>
[BenchmarkCategory("Invoke-TelemetrySpan")]
public class ScriptSpanBenchmarks
{
    private const string Event = "Invoke-TelemetryEvent web.request.done @{ size = 512 } @{ route = '/users' }";
    private const string Span = "Invoke-TelemetrySpan web.request { }";
    private const string FilledSpan = "Invoke-TelemetrySpan web.request @{ route = '/users' } { $_.Measurements.size = 512 }";

    private ScriptLoop _loop = null!;

    [GlobalSetup(Target = nameof(Block))]
    public void SetupBlock() => _loop = new ScriptLoop().Calling("& { }", ScriptLoop.CmdletCalls);

    [GlobalSetup(Target = nameof(Nothing))]
    public void SetupNothing() => _loop = new ScriptLoop().Calling("Invoke-Nothing web.request { }", ScriptLoop.CmdletCalls);

    [GlobalSetup(Target = nameof(EventNoHandler))]
    public void SetupEventNoHandler() => _loop = new ScriptLoop().Calling(Event, ScriptLoop.CmdletCalls);

    [GlobalSetup(Target = nameof(NoHandler))]
    public void SetupNoHandler() => _loop = new ScriptLoop().Calling(Span, ScriptLoop.CmdletCalls);

    [GlobalSetup(Target = nameof(FilledNoHandler))]
    public void SetupFilledNoHandler() => _loop = new ScriptLoop().Calling(FilledSpan, ScriptLoop.CmdletCalls);

    [GlobalSetup(Target = nameof(CompiledHandler))]
    public void SetupCompiledHandler()
    {
        TelemetryDispatcher.Default.Attach("handler", EventPattern.Parse("web.request.*"), Seen.Handler);
        SetupNoHandler();
    }

    [GlobalSetup(Target = nameof(ScriptHandler))]
    public void SetupScriptHandler() =>
        _loop = new ScriptLoop().Register(handlers: 1, "web.request.stop").Calling(Span, ScriptLoop.CmdletCalls);

    [GlobalCleanup]
    public void Cleanup() => _loop.Dispose();

    [Benchmark(Baseline = true, Description = "`& { }`", OperationsPerInvoke = ScriptLoop.CmdletCalls)]
    public void Block() => _loop.Run();

    [Benchmark(Description = "an empty cmdlet that is given `{ }`", OperationsPerInvoke = ScriptLoop.CmdletCalls)]
    public void Nothing() => _loop.Run();

    [Benchmark(Description = "`Invoke-TelemetryEvent` with an entry each, no handler", OperationsPerInvoke = ScriptLoop.CmdletCalls)]
    public void EventNoHandler() => _loop.Run();

    [Benchmark(Description = "`Invoke-TelemetrySpan web.request { }`, no handler", OperationsPerInvoke = ScriptLoop.CmdletCalls)]
    public void NoHandler() => _loop.Run();

    [Benchmark(
        Description = "the same, with an entry of metadata, and `$_.Measurements.size = 512` in the block",
        OperationsPerInvoke = ScriptLoop.CmdletCalls)]
    public void FilledNoHandler() => _loop.Run();

    [Benchmark(Description = "an empty block, a handler of all its events in C#", OperationsPerInvoke = ScriptLoop.CmdletCalls)]
    public void CompiledHandler() => _loop.Run();

    [Benchmark(Description = "an empty block, a script handler of `stop`", OperationsPerInvoke = ScriptLoop.CmdletCalls)]
    public void ScriptHandler() => _loop.Run();
}
