namespace Telemetry.Metrics;

/// <summary>Reads a value of an event: the measurement of a metric, or the value of a tag.</summary>
/// <param name="data">The event, valid only during the call.</param>
/// <returns>The value; null if the event has none.</returns>
/// <remarks>Called on the thread that emits, possibly on several threads at once, and outside all locks. An exception skips the
/// event for the metric, and is counted (<see cref="MetricProblem.ReaderFailed"/>, <see cref="MetricProblem.TagFailed"/>).</remarks>
public delegate MetadataValue MetricReader(in EventData data);
