namespace Telemetry;

/// <summary>The exception that is thrown when an event for which a test waits was not recorded in time
/// (<see cref="EventRecorder.WaitForAsync(string, Func{EventRecord, bool}?, TimeSpan?, CancellationToken)"/>). Its message contains the
/// events that were recorded.</summary>
public sealed class EventWaitException : TimeoutException, IAssertionException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The event, and those that were recorded.</param>
    public EventWaitException(string message)
        : base(message)
    {
    }
}
