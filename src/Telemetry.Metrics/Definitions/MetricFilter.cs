namespace Telemetry.Metrics;

/// <summary>Determines whether a metric records an event.</summary>
/// <param name="data">The event, valid only during the call.</param>
/// <returns>Whether to record it.</returns>
/// <remarks>Called on the thread that emits, possibly on several threads at once, and outside all locks. An exception skips the
/// event for the metric, and is counted (<see cref="MetricProblem.FilterFailed"/>).</remarks>
public delegate bool MetricFilter(in EventData data);
