namespace Telemetry;

/// <summary>A handler that threw.</summary>
public sealed class HandlerFailure
{
    internal HandlerFailure(HandlerRegistration handler, EventRecord record, Exception exception, int failuresInARow)
    {
        Handler = handler;
        Record = record;
        FailuresInARow = failuresInARow;
        var fault = exception as HandlerFaultException;
        Exception = fault?.InnerException ?? exception;
        Message = ExceptionText.Message(exception);
        StackTrace = fault?.HandlerStackTrace ?? ExceptionText.StackTrace(Exception);
    }

    /// <summary>The handler.</summary>
    public HandlerRegistration Handler { get; }

    /// <summary>The event during which it failed.</summary>
    public EventRecord Record { get; }

    /// <summary>When it failed, in UTC.</summary>
    public DateTime Timestamp { get; } = DateTime.UtcNow;

    /// <summary>What it threw.</summary>
    public Exception Exception { get; }

    /// <summary>Where it was thrown, in the terms of the handler's language; may be empty.</summary>
    public string StackTrace { get; }

    /// <summary>Why it failed, in words for the user.</summary>
    public string Message { get; }

    /// <summary>How often the handler has failed since it last succeeded, this time included.</summary>
    public int FailuresInARow { get; }

    /// <summary>Whether the handler was detached for this failure (<see cref="HandlerOptions.FailurePolicy"/>).</summary>
    public bool WasDetached { get; internal set; }

    /// <summary>Who failed, at which event, what became of it, and why, as a sentence.</summary>
    public override string ToString() =>
        $"Handler '{Handler.Id}' failed at event '{Record.Name}'{(WasDetached ? " and was detached" : string.Empty)}: {Message}";
}
