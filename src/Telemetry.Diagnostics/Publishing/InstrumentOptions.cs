using Telemetry.Metrics;

namespace Telemetry.Diagnostics;

/// <summary>The options of <see cref="MetricPublishingExtensions.PublishInstruments"/>. They are read when it is called.</summary>
public sealed class InstrumentOptions
{
    /// <summary>The name of the meter by which listeners select the instruments; by default <c>Telemetry</c>. Only one publication in
    /// the process has a name at a time, as the instruments of two could not be told apart.</summary>
    public string MeterName { get; set; } = OwnSignals.Name;

    /// <summary>The names of the metrics to publish, with the wildcards <c>*</c> and <c>?</c> (<see cref="EventPattern"/>), including
    /// metrics that are added later; empty for all metrics.</summary>
    public IReadOnlyList<string> Metrics { get; set; } = [];

    /// <summary>The group of the metrics to publish (<see cref="MetricDefinition.Group"/>), without regard to case; null for
    /// all.</summary>
    public string? Group { get; set; }
}
