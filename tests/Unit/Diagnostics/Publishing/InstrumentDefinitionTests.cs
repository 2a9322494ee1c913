using System.Diagnostics.Metrics;
using Telemetry.Diagnostics;
using Telemetry.Metrics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Diagnostics;

/// <summary>The definitions behind published instruments.</summary>
public sealed class InstrumentDefinitionTests : IDisposable
{
    private readonly string _meter = $"meter-{Guid.NewGuid():N}";
    private readonly MetricRegistry _registry = new(new TelemetryDispatcher());

    public void Dispose() => _registry.Dispose();

    [Fact]
    public void B6_definition_is_found_by_the_instrument()
    {
        _registry.Add(new("job.count", MetricType.Counter));
        _registry.Add(new("job.time", MetricType.Distribution) { Buckets = [1, 2] });
        using var listener = new InstrumentListener(_meter);
        using InstrumentPublication publication = Publish();

        Assert.Equal([1d, 2d], publication.FindDefinition(listener.Instruments["job.time"])!.Buckets);
        Assert.Equal(MetricType.Counter, publication.FindDefinition(listener.Instruments["job.count"])!.Type);
        Assert.Null(publication.FindDefinition(listener.Instruments[MetricRegistry.ProblemsMetric]));
    }

    [Fact]
    public void B6_listener_finds_the_definition_when_it_is_notified()
    {
        using InstrumentPublication publication = Publish();
        var found = new List<string?>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == _meter)
                {
                    found.Add(publication.FindDefinition(instrument)?.Name);
                }
            },
        };
        listener.Start();
        _registry.Add(new("job.count", MetricType.Counter));
        _registry.Add(new("job.time", MetricType.Summary));

        Assert.Equal([null, "job.count", "job.time"], found);
    }

    [Fact]
    public void B6_replaced_metric_has_the_new_definition_and_a_removed_one_none()
    {
        using var listener = new InstrumentListener(_meter);
        using InstrumentPublication publication = Publish();
        Metric metric = _registry.Add(new("job.count", MetricType.Counter));
        Instrument first = listener.Instruments["job.count"];
        Assert.Same(metric.Definition, publication.FindDefinition(first));
        _registry.Remove("job.count");
        Assert.Null(publication.FindDefinition(first));

        Metric next = _registry.Add(new("job.count", MetricType.Sum) { Measurement = "count" });
        Assert.Same(next.Definition, publication.FindDefinition(listener.Instruments["job.count"]));
        publication.Dispose();
        Assert.Null(publication.FindDefinition(listener.Instruments["job.count"]));
    }

    [Fact]
    public void B6_instrument_of_others_has_no_definition()
    {
        _registry.Add(new("job.count", MetricType.Counter));
        using InstrumentPublication publication = Publish();
        using var meter = new Meter(_meter);

        Assert.Null(publication.FindDefinition(meter.CreateCounter<long>("job.count")));
        Assert.Throws<ArgumentNullException>(() => publication.FindDefinition(null!));
    }

    private InstrumentPublication Publish() => _registry.PublishInstruments(new() { MeterName = _meter });
}
