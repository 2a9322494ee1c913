using BenchmarkDotNet.Attributes;
using Telemetry.Benchmarks.Reporting;
using Telemetry.Benchmarks.Support;

namespace Telemetry.Benchmarks.Emitting;

/// <summary>One handler, and one or two threads that emit at the same time: the time until each has emitted, by emit of one
/// thread. Handlers write nothing, as two threads that write at one place would wait for each other there.</summary>
public class ThreadBenchmarks
{
    private const int Rounds = 1_000;
    private const int Emits = Rounds * Loop.Emits;
    private const string PlainGroup = "Two threads, C# event";
    private const string OurGroup = "Two threads, ours";

    private readonly PlainEvent _plain = new();
    private TelemetryEvent _handle = null!;
    private SecondThread? _second;

    [GlobalSetup]
    public void Setup()
    {
        _plain.Done += static (in payload) => CountIf(payload.Status == 0);
        var dispatcher = new TelemetryDispatcher();
        dispatcher.Attach("handler", Request.Name, static (in data, _) => CountIf(data.Metadata.Length == 0));
        _handle = dispatcher.GetEvent(Request.Name);
        HandlerKinds.CallAll();
        Warm.Up(() => Loop.Plain(_plain), () => Loop.ByHandle(_handle));
    }

    [GlobalSetup(Target = nameof(PlainOnTwo))]
    public void SetupPlainOnTwo()
    {
        Setup();
        _second = new SecondThread(RaisePlain);
    }

    [GlobalSetup(Target = nameof(OursOnTwo))]
    public void SetupOursOnTwo()
    {
        Setup();
        _second = new SecondThread(Execute);
    }

    [GlobalCleanup]
    public void Cleanup() => _second?.Dispose();

    [Benchmark(Baseline = true, Description = "C# event, one thread", OperationsPerInvoke = Emits)]
    [BenchmarkCategory(PlainGroup)]
    public void PlainOnOne() => RaisePlain();

    [Benchmark(Description = "C# event, two threads", OperationsPerInvoke = Emits)]
    [BenchmarkCategory(PlainGroup)]
    public void PlainOnTwo() => _second!.RunBeside(RaisePlain);

    [Benchmark(Baseline = true, Description = "ours by handle, one thread", OperationsPerInvoke = Emits)]
    [BenchmarkCategory(OurGroup)]
    public void OursOnOne() => Execute();

    [Benchmark(Description = "ours by handle, two threads", OperationsPerInvoke = Emits)]
    [BenchmarkCategory(OurGroup)]
    [Target(1.2, Bytes = 0)]
    public void OursOnTwo() => _second!.RunBeside(Execute);

    private static void CountIf(bool condition)
    {
        if (condition)
        {
            Seen.Count++;
        }
    }

    private void RaisePlain()
    {
        for (int i = 0; i < Rounds; i++)
        {
            Loop.Plain(_plain);
        }
    }

    private void Execute()
    {
        for (int i = 0; i < Rounds; i++)
        {
            Loop.ByHandle(_handle);
        }
    }
}
