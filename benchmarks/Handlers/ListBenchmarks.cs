using BenchmarkDotNet.Attributes;
using Telemetry.Benchmarks.Reporting;
using Telemetry.Benchmarks.Support;

namespace Telemetry.Benchmarks.Handlers;

/// <summary>The handlers below a prefix are listed, of which there are ten, by the number there are in all.</summary>
[BenchmarkCategory("List by prefix")]
public class ListBenchmarks
{
    private const int Wanted = 10;
    private const int Times = 100;

    private static readonly EventName s_prefix = EventName.Parse("wanted.event");

    private readonly TelemetryDispatcher _dispatcher = new();

    [GlobalSetup]
    public void Setup() => Setup(others: 0);

    [GlobalSetup(Target = nameof(Among1000))]
    public void Setup1000() => Setup(1_000 - Wanted);

    [GlobalSetup(Target = nameof(Among100000))]
    public void Setup100000() => Setup(100_000 - Wanted);

    [Benchmark(Baseline = true, Description = "10 of 10", OperationsPerInvoke = Times)]
    public void Among10() => List();

    [Benchmark(Description = "10 of 1,000", OperationsPerInvoke = Times)]
    public void Among1000() => List();

    [Benchmark(Description = "10 of 100,000", OperationsPerInvoke = Times)]
    [Target(3)]
    public void Among100000() => List();

    private void Setup(int others)
    {
        _dispatcher.AddOthers(others);
        for (int i = 0; i < Wanted; i++)
        {
            _dispatcher.Attach($"wanted-{i}", $"wanted.event.{i}", Seen.Handler);
        }

        Warm.Up(List);
    }

    private void List()
    {
        for (int i = 0; i < Times; i++)
        {
            Seen.Count += _dispatcher.List(s_prefix).Count;
        }
    }
}
