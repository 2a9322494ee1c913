using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;
using OpenTelemetry.Metrics;
using Prometheus;
using Telemetry.Benchmarks.Reporting;
using Telemetry.Benchmarks.Support;
using Telemetry.Metrics;
using MetricType = Telemetry.Metrics.MetricType;

namespace Telemetry.Benchmarks.Metrics;

/// <summary>Two threads that record into the same series at the same time: the time until each has recorded, by record of one
/// thread.</summary>
public class RecordThreadBenchmarks
{
    private const int Rounds = 1_000;
    private const int Records = Rounds * Loop.Emits;
    private const string Group = "Counter, 3 tags, two threads on one series";
    private const string LabelledGroup = "Counter, 3 tags, two threads on one series, beside prometheus-net";

    private readonly Meter _meter = new(NoExport.MeterName);
    private readonly MeterProvider _provider = NoExport.Listen();
    private readonly TelemetryDispatcher _dispatcher = new();
    private MetricRegistry _registry = null!;
    private Counter<long> _counter = null!;
    private Counter _theirCounter = null!;
    private TelemetryEvent _event = null!;
    private SecondThread? _second;

    [GlobalSetup(Target = nameof(Theirs))]
    public void SetupTheirs() => Start(RecordTheirs);

    [GlobalSetup(Target = nameof(Labelled))]
    public void SetupLabelled() => Start(RecordLabelled);

    [GlobalSetup(Targets = [nameof(Ours), nameof(OursBesideLabels)])]
    public void SetupOurs() => Start(RecordOurs);

    [GlobalCleanup]
    public void Cleanup()
    {
        _second?.Dispose();
        _registry.Dispose();
        _provider.Dispose();
        _meter.Dispose();
    }

    [Benchmark(Baseline = true, Description = "OpenTelemetry, two threads", OperationsPerInvoke = Records)]
    [BenchmarkCategory(Group)]
    public void Theirs() => _second!.RunBeside(RecordTheirs);

    [Benchmark(Description = "ours, two threads", OperationsPerInvoke = Records)]
    [BenchmarkCategory(Group)]
    [Target(0.7, Bytes = 0)]
    public void Ours() => _second!.RunBeside(RecordOurs);

    [Benchmark(Baseline = true, Description = "prometheus-net, two threads", OperationsPerInvoke = Records)]
    [BenchmarkCategory(LabelledGroup)]
    public void Labelled() => _second!.RunBeside(RecordLabelled);

    [Benchmark(Description = "ours, two threads", OperationsPerInvoke = Records)]
    [BenchmarkCategory(LabelledGroup)]
    [Target(0.35, Bytes = 0)]
    public void OursBesideLabels() => _second!.RunBeside(RecordOurs);

    private void Start(Action record)
    {
        string[] names = [Measured.Route, Measured.Status, Measured.Cached];
        _counter = _meter.CreateCounter<long>("counter");
        _theirCounter = Prometheus.Metrics.WithCustomRegistry(Prometheus.Metrics.NewCustomRegistry())
            .CreateCounter("counter", "Help.", names);
        _registry = new MetricRegistry(_dispatcher);
        _registry.Add(new("web.request.count", MetricType.Counter) { Tags = [.. names.Select(name => new MetricTag(name))] });
        _event = _dispatcher.GetEvent("web.request");
        Warm.Up(record);
        _second = new SecondThread(record);
    }

    private void RecordTheirs()
    {
        for (int i = 0; i < Records; i++)
        {
            RecordTheirsOnce();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RecordTheirsOnce() => _counter.Add(
        1, new(Measured.Route, Request.Route), new(Measured.Status, Request.Status), new(Measured.Cached, Request.Cached));

    private void RecordLabelled()
    {
        for (int i = 0; i < Records; i++)
        {
            RecordLabelledOnce();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RecordLabelledOnce() => _theirCounter.WithLabels(Request.Route, "200", "true").Inc();

    private void RecordOurs()
    {
        for (int i = 0; i < Records; i++)
        {
            RecordOursOnce();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RecordOursOnce() => _event.Execute(
        [new("duration", Request.Duration)],
        [new(Measured.Route, Request.Route), new(Measured.Status, Request.Status), new(Measured.Cached, Request.Cached)]);
}
