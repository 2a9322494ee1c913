using BenchmarkDotNet.Attributes;
using Telemetry.Benchmarks.Support;
using Telemetry.Polling;

namespace Telemetry.Benchmarks.Polling;

/// <summary>One run of a poll, from its request to its end, with a handler of all events.</summary>
[BenchmarkCategory("A tick of a poller")]
public class TickBenchmarks
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private Poller _poller = null!;
    private Poll _empty = null!;
    private Poll _runtime = null!;
    private Poll _process = null!;

    [GlobalSetup]
    public void Setup()
    {
        _dispatcher.Attach("all", EventPattern.Parse("*"), Seen.Handler);
        _poller = new Poller(_dispatcher);
        _empty = _poller.Add("empty", static _ => { }, OnRequest());
        _runtime = _poller.AddBuiltIn("Runtime", OnRequest());
        _process = _poller.AddBuiltIn("Process", OnRequest());
        GC.Collect();
        Warm.Up(Empty, Runtime, Process);
    }

    [GlobalCleanup]
    public void Cleanup() => _poller.Dispose();

    [Benchmark(Baseline = true, Description = "a poll that measures nothing")]
    public void Empty() => Run(_empty);

    [Benchmark(Description = "`Runtime`")]
    public void Runtime() => Run(_runtime);

    [Benchmark(Description = "`Process`")]
    public void Process() => Run(_process);

    private static PollOptions OnRequest() => new() { InitialDelay = TimeSpan.FromDays(1), Interval = TimeSpan.FromDays(1) };

    private static void Run(Poll poll)
    {
        if (!poll.RunAsync(TimeSpan.FromMinutes(1)).GetAwaiter().GetResult())
        {
            throw new InvalidOperationException($"The run failed: {poll.LastError}.");
        }
    }
}
