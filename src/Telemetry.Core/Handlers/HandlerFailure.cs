namespace Telemetry;

/// <summary>The report of a failure of a handler, with the event and the exception. This object keeps the payload of the event
/// alive; to store the failure, use its <see cref="Summary"/>.</summary>
public sealed class HandlerFailure
{
    internal HandlerFailure(HandlerRegistration handler, EventRecord record, Exception exception, int failuresInARow)
    {
        Handler = handler;
        Record = record;
        var fault = exception as HandlerFaultException;
        Exception = fault?.InnerException ?? exception;
        Summary = new FailureSummary(
            handler.Id,
            record.EventName,
            Exception.GetType().FullName ?? string.Empty,
            ExceptionText.Message(exception),
            fault?.HandlerStackTrace ?? ExceptionText.StackTrace(Exception),
            failuresInARow);
    }

    /// <summary>The failure as text, which keeps neither the exception nor the payload of the event alive.</summary>
    public FailureSummary Summary { get; }

    /// <summary>The handler.</summary>
    public HandlerRegistration Handler { get; }

    /// <summary>The event during which the handler failed.</summary>
    public EventRecord Record { get; }

    /// <summary>The time of the failure, in UTC.</summary>
    public DateTime Timestamp => Summary.Timestamp;

    /// <summary>The exception that the handler threw.</summary>
    public Exception Exception { get; }

    /// <summary>The stack trace of the exception, in the terms of the handler's language; may be empty.</summary>
    public string StackTrace => Summary.StackTrace;

    /// <summary>The message of the exception.</summary>
    public string Message => Summary.Message;

    /// <summary>The number of failures since the handler last succeeded, this one included.</summary>
    public int FailuresInARow => Summary.FailuresInARow;

    /// <summary>Whether the handler was detached for this failure (<see cref="HandlerOptions.FailurePolicy"/>).</summary>
    public bool WasDetached => Summary.WasDetached;

    /// <inheritdoc cref="FailureSummary.ToString"/>
    public override string ToString() => Summary.ToString();
}
