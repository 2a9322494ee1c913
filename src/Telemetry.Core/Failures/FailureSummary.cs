namespace Telemetry;

/// <summary>A failure of a handler as text, to be kept: it keeps neither the exception nor the payload of the event alive.
/// Instances are immutable and safe to use from any thread.</summary>
public sealed class FailureSummary
{
    internal FailureSummary(
        string handlerId, EventName eventName, string exceptionType, string message, string stackTrace, int failuresInARow)
    {
        HandlerId = handlerId;
        EventName = eventName;
        ExceptionType = exceptionType;
        Message = message;
        StackTrace = stackTrace;
        FailuresInARow = failuresInARow;
    }

    /// <summary>The id of the handler.</summary>
    public string HandlerId { get; }

    /// <summary>The name of the event during which the handler failed.</summary>
    public EventName EventName { get; }

    /// <summary>The time of the failure, in UTC.</summary>
    public DateTime Timestamp { get; } = DateTime.UtcNow;

    /// <summary>The full name of the type of the exception that the handler threw.</summary>
    public string ExceptionType { get; }

    /// <summary>The message of the exception.</summary>
    public string Message { get; }

    /// <summary>The stack trace of the exception, in the terms of the handler's language; may be empty.</summary>
    public string StackTrace { get; }

    /// <summary>The number of failures since the handler last succeeded, this one included.</summary>
    public int FailuresInARow { get; }

    /// <summary>Whether the handler was detached for this failure (<see cref="FailurePolicy"/>).</summary>
    // Set before the summary is published.
    public bool WasDetached { get; internal set; }

    /// <summary>Returns a sentence with the handler, the event, whether the handler was detached, and the message.</summary>
    public override string ToString() =>
        $"Handler '{HandlerId}' failed at event '{EventName}'{(WasDetached ? " and was detached" : string.Empty)}: {Message}";

    /// <summary>Returns the failure and its exception on one line.</summary>
    /// <param name="isAttached">Whether the handler is attached now.</param>
    internal string ToTraceLine(bool isAttached)
    {
        string count = FailuresInARow > 1 ? $", {FailuresInARow} times in a row," : string.Empty;
        string outcome = WasDetached ? "was detached" : isAttached ? "stays attached" : "is no longer attached";
        return $"Handler '{HandlerId}' failed at event '{EventName}'{count} and {outcome}: "
            + FailureTrace.Describe(ExceptionType, Message, StackTrace);
    }
}
