using BenchmarkDotNet.Attributes;
using Telemetry.Benchmarks.Reporting;
using Telemetry.Benchmarks.Support;

namespace Telemetry.Benchmarks.Handlers;

/// <summary>A handler is attached and detached, by the number of others, each at an event of its own.</summary>
[BenchmarkCategory("Attach and detach")]
public class AttachBenchmarks
{
    private const int Times = 100;

    private readonly TelemetryDispatcher _dispatcher = new();

    [GlobalSetup]
    public void Setup() => Setup(others: 0);

    [GlobalSetup(Target = nameof(Among1000))]
    public void Setup1000() => Setup(1_000);

    [GlobalSetup(Target = nameof(Among100000))]
    public void Setup100000() => Setup(100_000);

    [Benchmark(Baseline = true, Description = "no others", OperationsPerInvoke = Times)]
    public void Alone() => AttachAndDetach();

    [Benchmark(Description = "1,000 others", OperationsPerInvoke = Times)]
    public void Among1000() => AttachAndDetach();

    [Benchmark(Description = "100,000 others", OperationsPerInvoke = Times)]
    [Target(1.5)]
    public void Among100000() => AttachAndDetach();

    private void Setup(int others)
    {
        _dispatcher.AddOthers(others);
        Warm.Up(AttachAndDetach);
    }

    private void AttachAndDetach()
    {
        for (int i = 0; i < Times; i++)
        {
            _dispatcher.Attach("handler", Request.ParsedName, Seen.Handler);
            _dispatcher.Detach("handler");
        }
    }
}
