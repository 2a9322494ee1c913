namespace Telemetry.Polling;

/// <summary>A message of a poll to its user: a run failed, runs succeed again, or a run was abandoned.</summary>
public sealed class PollNotice
{
    internal PollNotice(Poll poll, string message)
    {
        Poll = poll;
        Message = message;
    }

    /// <summary>The poll.</summary>
    public Poll Poll { get; }

    /// <summary>The message, as one or two sentences.</summary>
    public string Message { get; }
}
