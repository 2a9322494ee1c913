using BenchmarkDotNet.Attributes;
using Telemetry.Benchmarks.Support;

namespace Telemetry.Benchmarks.Emitting;

/// <summary>One handler, by the number of other events that are known, each with a handler of its own or without.</summary>
public class AmongOthersBenchmarks
{
    private const string HandleGroup = "Among other events, by handle";
    private const string TextGroup = "Among other events, by dotted name";

    private readonly TelemetryDispatcher _dispatcher = Dispatchers.With(handlers: 1);
    private TelemetryEvent _handle = null!;

    [GlobalSetup(Targets = [nameof(HandleAlone), nameof(TextAlone)])]
    public void SetupAlone()
    {
        _handle = _dispatcher.GetEvent(Request.Name);
        HandlerKinds.CallAll();
        Warm.Up(ByHandle, ByText);
    }

    [GlobalSetup(Targets = [nameof(HandleAmong1000), nameof(TextAmong1000)])]
    public void Setup1000()
    {
        SetupAlone();
        _dispatcher.AddOthers(1_000);
    }

    [GlobalSetup(Targets = [nameof(HandleAmong10000), nameof(TextAmong10000)])]
    public void Setup10000()
    {
        SetupAlone();
        _dispatcher.AddOthers(10_000);
    }

    [GlobalSetup(Targets = [nameof(HandleAmongMillion), nameof(TextAmongMillion)])]
    public void SetupMillion()
    {
        SetupAlone();
        for (int i = 0; i < 1_000_000; i++)
        {
            _dispatcher.GetEvent($"other.event.{i}");
        }
    }

    [Benchmark(Baseline = true, Description = "alone", OperationsPerInvoke = Loop.Emits)]
    [BenchmarkCategory(HandleGroup)]
    public void HandleAlone() => ByHandle();

    [Benchmark(Description = "1,000 other events with handlers", OperationsPerInvoke = Loop.Emits)]
    [BenchmarkCategory(HandleGroup)]
    public void HandleAmong1000() => ByHandle();

    [Benchmark(Description = "10,000 other events with handlers", OperationsPerInvoke = Loop.Emits)]
    [BenchmarkCategory(HandleGroup)]
    public void HandleAmong10000() => ByHandle();

    [Benchmark(Description = "1,000,000 other events, known", OperationsPerInvoke = Loop.Emits)]
    [BenchmarkCategory(HandleGroup)]
    public void HandleAmongMillion() => ByHandle();

    [Benchmark(Baseline = true, Description = "alone", OperationsPerInvoke = Loop.Emits)]
    [BenchmarkCategory(TextGroup)]
    public void TextAlone() => ByText();

    [Benchmark(Description = "1,000 other events with handlers", OperationsPerInvoke = Loop.Emits)]
    [BenchmarkCategory(TextGroup)]
    public void TextAmong1000() => ByText();

    [Benchmark(Description = "10,000 other events with handlers", OperationsPerInvoke = Loop.Emits)]
    [BenchmarkCategory(TextGroup)]
    public void TextAmong10000() => ByText();

    [Benchmark(Description = "1,000,000 other events, known", OperationsPerInvoke = Loop.Emits)]
    [BenchmarkCategory(TextGroup)]
    public void TextAmongMillion() => ByText();

    private void ByHandle() => Loop.ByHandle(_handle);

    private void ByText() => Loop.ByText(_dispatcher);
}
