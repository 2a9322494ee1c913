namespace Telemetry.Polling;

/// <summary>The treatment of a poll that fails.</summary>
public enum PollFailurePolicy
{
    /// <summary>The poll goes on. The time until its next run grows with each failure in a row, up to five intervals.</summary>
    Keep,

    /// <summary>The poll is removed at its first failure.</summary>
    Detach,
}
