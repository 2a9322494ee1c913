namespace Telemetry;

/// <summary>A handler that threw, and was detached for it.</summary>
public sealed class HandlerFailure
{
    internal HandlerFailure(HandlerRegistration handler, EventRecord record, Exception exception)
    {
        Handler = handler;
        Record = record;
        var fault = exception as HandlerFaultException;
        Exception = fault?.InnerException ?? exception;
        Message = ExceptionText.Message(exception);
        StackTrace = fault?.HandlerStackTrace ?? ExceptionText.StackTrace(Exception);
    }

    /// <summary>The handler, detached by now.</summary>
    public HandlerRegistration Handler { get; }

    /// <summary>The event during which it failed.</summary>
    public EventRecord Record { get; }

    /// <summary>What it threw.</summary>
    public Exception Exception { get; }

    /// <summary>Where it was thrown, in the terms of the handler's language; may be empty.</summary>
    public string StackTrace { get; }

    /// <summary>Why it failed, in words for the user.</summary>
    public string Message { get; }

    /// <summary>Who failed, at which event, and why, as a sentence.</summary>
    public override string ToString() =>
        $"Handler '{Handler.Id}' failed at event '{Record.Name}' and was detached: {Message}";
}
