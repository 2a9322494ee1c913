namespace Telemetry.Extensions;

/// <summary>A handler of events that is a service of the container (<c>AddHandler</c>).</summary>
public interface ITelemetryHandler
{
    /// <summary>Handles an event. Called on the thread that emits, which waits, and possibly on several threads at once; with a buffer
    /// (<see cref="HandlerServiceOptions.Buffer"/>), one call at a time on a thread of the pool.</summary>
    /// <remarks>An exception is a failure of the handler, to which its policy applies
    /// (<see cref="HandlerServiceOptions.FailurePolicy"/>). It never reaches the emitter.</remarks>
    /// <param name="data">The event, valid only during the call. <see cref="EventData.ToRecord"/> returns a snapshot to keep.</param>
    void Handle(in EventData data);
}
