namespace Telemetry;

/// <summary>What follows when an event occurs.</summary>
/// <param name="data">The event. It is valid only during the call; <see cref="EventData.ToRecord"/> makes a snapshot
/// to keep.</param>
/// <param name="config">The object given when the handler was attached, the same one at each call; or null.</param>
/// <remarks>It is called on the thread that emits, which waits for it, and possibly from several threads at once. A
/// handler that throws is detached from all its events and reported (see <see cref="TelemetryDispatcher.FailureEventName"/>).
/// </remarks>
public delegate void TelemetryHandler(in EventData data, object? config);
