namespace Telemetry;

/// <summary>Handles an event.</summary>
/// <param name="data">The event. It is valid only during the call; <see cref="EventData.ToRecord"/> makes a snapshot
/// to keep.</param>
/// <param name="config">The object that was passed when the handler was attached, the same one on each call; or null.</param>
/// <remarks>A handler is called on the thread that emits, which waits for it, and possibly on several threads at once. A handler
/// with a buffer (<see cref="HandlerOptions.Buffer"/>) is called by one thread at a time, which is not the emitter's. If a
/// handler throws, the failure is reported (see <see cref="TelemetryDispatcher.FailureEventName"/>), and the handler is detached
/// from all its events, unless its policy keeps it (<see cref="HandlerOptions.FailurePolicy"/>).</remarks>
public delegate void TelemetryHandler(in EventData data, object? config);
