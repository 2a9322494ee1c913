namespace Telemetry;

/// <summary>The asynchronous handler of a queue. Each call is started, and then ended or given up, before the next one.</summary>
internal interface IAsyncConsumer
{
    /// <summary>Starts a call of the handler. An exception that it throws is in the task.</summary>
    /// <param name="first">The event, or the first one of a batch.</param>
    /// <param name="batch">The events of a batch; null for a handler of single events.</param>
    /// <param name="cancellation">Cancelled when the time limit of the queue is over.</param>
    ValueTask Start(EventRecord first, EventRecord[]? batch, CancellationToken cancellation);

    /// <summary>Processes the end of a call.</summary>
    /// <param name="first">The event, or the first one of a batch.</param>
    /// <param name="exception">The exception that the handler threw; null if there was none.</param>
    /// <param name="isCancelled">Whether the token of the handler is cancelled.</param>
    void End(EventRecord first, Exception? exception, bool isCancelled);

    /// <summary>Processes a call that is no longer waited for, as it did not return in time.</summary>
    void GiveUp(EventRecord first);
}
