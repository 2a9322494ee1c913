using BenchmarkDotNet.Attributes;
using Telemetry.Benchmarks.Reporting;
using Telemetry.Benchmarks.Support;

namespace Telemetry.Benchmarks.Emitting;

/// <summary>One handler, reached and attached in each way there is.</summary>
[BenchmarkCategory("One handler")]
public class OneHandlerBenchmarks
{
    private readonly PlainEvent _plain = PlainEvent.With(handlers: 1);
    private TelemetryDispatcher _dispatcher = null!;
    private TelemetryEvent _handle = null!;

    [GlobalSetup]
    public void Setup() => Use(Dispatchers.With(handlers: 1));

    [GlobalSetup(Target = nameof(PlainBuiltIn))]
    public void SetupPlainBuiltIn() => Warm.Up(PlainBuiltIn);

    [GlobalSetup(Target = nameof(ByPattern))]
    public void SetupPattern()
    {
        var dispatcher = new TelemetryDispatcher();
        dispatcher.Attach("handler", EventPattern.Parse("web.*"), Seen.Handler);
        Use(dispatcher);
    }

    [GlobalSetup(Target = nameof(Reads))]
    public void SetupReader() => Use(Dispatchers.With(Read));

    [GlobalSetup(Target = nameof(WithPolicy))]
    public void SetupPolicy() => Use(Dispatchers.With(Seen.Handler, new() { FailurePolicy = FailurePolicy.Keep }));

    [GlobalSetup(Target = nameof(WithStatistics))]
    public void SetupStatistics() => Use(Dispatchers.With(Seen.Handler, new() { CollectsStatistics = true }));

    [GlobalSetup(Target = nameof(FilteredOut))]
    public void SetupFilter() => Use(Dispatchers.With(Seen.Handler, new() { Filter = static (in _, _) => false }));

    [GlobalSetup(Target = nameof(Snapshot))]
    public void SetupSnapshot() => Use(Dispatchers.With(static (in data, _) => Seen.Record = data.ToRecord()));

    [Benchmark(Baseline = true, Description = "C# event", OperationsPerInvoke = Loop.Emits)]
    public void Plain() => Loop.Plain(_plain);

    [Benchmark(Description = "C# event whose only handler the JIT has built in", OperationsPerInvoke = Loop.Emits)]
    public void PlainBuiltIn() => Loop.Plain(_plain);

    [Benchmark(Description = "ours by handle", OperationsPerInvoke = Loop.Emits)]
    public void ByHandle() => Loop.ByHandle(_handle);

    [Benchmark(Description = "ours by parsed name", OperationsPerInvoke = Loop.Emits)]
    public void ByName() => Loop.ByName(_dispatcher, Request.ParsedName);

    [Benchmark(Description = "ours by dotted name", OperationsPerInvoke = Loop.Emits)]
    [Target(6, Bytes = 0)]
    public void ByText() => Loop.ByText(_dispatcher);

    [Benchmark(Description = "ours by handle, attached by a pattern", OperationsPerInvoke = Loop.Emits)]
    public void ByPattern() => Loop.ByHandle(_handle);

    [Benchmark(Description = "ours by handle, handler looks up a measurement and a route", OperationsPerInvoke = Loop.Emits)]
    public void Reads() => Loop.ByHandle(_handle);

    [Benchmark(Description = "ours by handle, handler stays when it fails", OperationsPerInvoke = Loop.Emits)]
    public void WithPolicy() => Loop.ByHandle(_handle);

    [Benchmark(Description = "ours by handle, handler is counted and timed", OperationsPerInvoke = Loop.Emits)]
    public void WithStatistics() => Loop.ByHandle(_handle);

    [Benchmark(Description = "ours by handle, a filter says no", OperationsPerInvoke = Loop.Emits)]
    public void FilteredOut() => Loop.ByHandle(_handle);

    [Benchmark(Description = "ours by handle, handler takes a snapshot", OperationsPerInvoke = Loop.Emits)]
    public void Snapshot() => Loop.ByHandle(_handle);

    [Benchmark(Description = "ours by handle, a function that builds the payload", OperationsPerInvoke = Loop.Emits)]
    public void Built() => Loop.Built(_handle);

    [Benchmark(Description = "ours by handle, from dictionaries", OperationsPerInvoke = Loop.Emits)]
    public void FromDictionaries() => Loop.FromDictionaries(_handle);

    private static void Read(in EventData data, object? config)
    {
        if (data.TryGetMeasurement("duration", out MeasurementValue duration) && duration.TryGetDouble(out double value)
            && data.TryGetMetadata("route", out MetadataValue route) && route.TryGetString(out string? text))
        {
            Seen.Count += (long)value + text.Length;
        }
    }

    private void Use(TelemetryDispatcher dispatcher)
    {
        _dispatcher = dispatcher;
        _handle = dispatcher.GetEvent(Request.Name);
        HandlerKinds.CallAll();
        Warm.Up(Plain, ByHandle, ByName, ByText, Built, FromDictionaries);
    }
}
