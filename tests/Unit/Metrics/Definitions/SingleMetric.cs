using Telemetry.Metrics;

namespace Telemetry.Tests.Metrics;

/// <summary>A metric in a registry of its own.</summary>
internal sealed class SingleMetric : IDisposable
{
    private readonly MetricRegistry _registry = new(new TelemetryDispatcher());

    public SingleMetric(MetricDefinition definition) => Metric = _registry.Add(definition);

    public Metric Metric { get; }

    /// <summary>The series that has recorded; null if none has.</summary>
    public SeriesReading? Series => Metric.Read().Series.SingleOrDefault(series => series.Count > 0);

    public void Emit(
        string name,
        KeyValuePair<string, MeasurementValue>[] measurements,
        params KeyValuePair<string, MetadataValue>[] metadata) =>
        _registry.Dispatcher.Execute(name, measurements, metadata);

    public void Dispose() => _registry.Dispose();

    /// <summary>Returns the error with which a registry refuses the definition.</summary>
    public static MetricException Refusal(MetricDefinition definition)
    {
        using var registry = new MetricRegistry(new TelemetryDispatcher());
        MetricException error = Assert.Throws<MetricException>(() => registry.Add(definition));
        Assert.Empty(registry.List());
        return error;
    }
}
