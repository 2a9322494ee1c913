namespace Telemetry.Metrics;

/// <summary>Observes the values that a metric records.</summary>
/// <param name="tagValues">The values of the tags, in the order of <see cref="MetricDefinition.Tags"/>; the same object for each
/// value of a series.</param>
/// <param name="value">The value, in the unit of the metric; 1 for an event that a counter counts.</param>
/// <remarks>Called on the thread that emits, possibly on several threads at once, after the value was recorded, and outside all
/// locks. An exception is ignored.</remarks>
public delegate void MetricTap(IReadOnlyList<string> tagValues, double value);
