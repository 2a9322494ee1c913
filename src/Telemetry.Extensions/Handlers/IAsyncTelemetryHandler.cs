namespace Telemetry.Extensions;

/// <summary>An asynchronous handler of events that is a service of the container (<c>AddHandler</c>). The emitter adds a snapshot of the
/// event to a buffer and continues.</summary>
public interface IAsyncTelemetryHandler
{
    /// <summary>Handles an event. Called in the order of the events, one call at a time; no thread is blocked while the task is not
    /// complete.</summary>
    /// <remarks>An exception is a failure of the handler, to which its policy applies
    /// (<see cref="HandlerServiceOptions.FailurePolicy"/>). It never reaches the emitter.</remarks>
    /// <param name="record">The event.</param>
    /// <param name="cancellation">Cancelled when the time for the queued events is over at the stop of the host
    /// (<see cref="HandlerBuffer.DrainTimeout"/>), and when the handler is detached for failing.</param>
    ValueTask HandleAsync(EventRecord record, CancellationToken cancellation);
}
