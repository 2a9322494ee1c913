namespace Telemetry;

/// <summary>What follows when an event occurs.</summary>
/// <param name="data">The event. It is valid only during the call; <see cref="EventData.ToRecord"/> makes a snapshot
/// to keep.</param>
/// <param name="config">The object given when the handler was attached, the same one at each call; or null.</param>
/// <remarks>It is called on the thread that emits, which waits for it, and possibly from several threads at once; one with a
/// buffer (<see cref="HandlerOptions.Buffer"/>) by one thread at a time, which is not the emitter's. A handler that throws is
/// reported (see <see cref="TelemetryDispatcher.FailureEventName"/>) and, unless its policy says otherwise
/// (<see cref="HandlerOptions.FailurePolicy"/>), detached from all its events.</remarks>
public delegate void TelemetryHandler(in EventData data, object? config);
