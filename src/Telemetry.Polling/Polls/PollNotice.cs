namespace Telemetry.Polling;

/// <summary>A message of a poll to its user: a run failed, runs succeed again, or a run was abandoned.</summary>
public sealed class PollNotice
{
    internal PollNotice(Poll poll, string message, Exception? exception = null, bool isRecovery = false)
    {
        Poll = poll;
        Message = message;
        Exception = exception;
        IsRecovery = isRecovery;
    }

    /// <summary>The poll.</summary>
    public Poll Poll { get; }

    /// <summary>The message, as one or two sentences.</summary>
    public string Message { get; }

    /// <summary>The exception of the run that failed; null if there is none.</summary>
    public Exception? Exception { get; }

    /// <summary>Whether runs succeed again after failures.</summary>
    public bool IsRecovery { get; }
}
