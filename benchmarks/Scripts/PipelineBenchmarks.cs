using BenchmarkDotNet.Attributes;
using Telemetry.Benchmarks.Support;

namespace Telemetry.Benchmarks.Scripts;

/// <summary>Events by pipeline: 10,000 objects with the properties that the cmdlet takes, made beforehand.</summary>
[BenchmarkCategory("10,000 piped events, by event")]
public class PipelineBenchmarks
{
    private const int Events = 10_000;
    private const string Preparation =
        $$"""
        $events = foreach ($i in 1..10000) {
            [pscustomobject]@{
                EventName = '{{Request.Name}}'
                Measurements = @{ duration = 12.5; size = 512 }
                Metadata = @{ route = '/users'; status = 200; cached = $true }
            }
        }
        """;

    private const string Rows =
        """
        $rows = foreach ($i in 1..10000) {
            [pscustomobject]@{ duration = 12.5; size = 512; route = '/users'; status = 200; cached = $true }
        }
        """;

    private const string EmitRows =
        $"$rows | Invoke-TelemetryEvent {Request.Name} -MeasurementProperty duration, size -MetadataProperty route, status, cached";

    private ScriptLoop _loop = null!;

    [GlobalSetup(Target = nameof(Nothing))]
    public void SetupNothing() => _loop = new ScriptLoop().Running("$events | Invoke-Nothing", Preparation);

    [GlobalSetup(Target = nameof(NoHandler))]
    public void SetupNoHandler() => _loop = new ScriptLoop().Running("$events | Invoke-TelemetryEvent", Preparation);

    [GlobalSetup(Target = nameof(ScriptHandler))]
    public void SetupScriptHandler() =>
        _loop = new ScriptLoop().Register(handlers: 1).Running("$events | Invoke-TelemetryEvent", Preparation);

    [GlobalSetup(Target = nameof(Properties))]
    public void SetupProperties() => _loop = new ScriptLoop().Running(EmitRows, Rows);

    [GlobalCleanup]
    public void Cleanup() => _loop.Dispose();

    [Benchmark(Baseline = true, Description = "an empty cmdlet", OperationsPerInvoke = Events)]
    public void Nothing() => _loop.Run();

    [Benchmark(Description = "`Invoke-TelemetryEvent`, no handler", OperationsPerInvoke = Events)]
    public void NoHandler() => _loop.Run();

    [Benchmark(Description = "`Invoke-TelemetryEvent`, a script handler", OperationsPerInvoke = Events)]
    public void ScriptHandler() => _loop.Run();

    [Benchmark(Description = "`Invoke-TelemetryEvent -MeasurementProperty`, no handler", OperationsPerInvoke = Events)]
    public void Properties() => _loop.Run();
}
