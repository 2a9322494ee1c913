namespace Telemetry.Polling;

/// <summary>The state of a poll.</summary>
public enum PollState
{
    /// <summary>It waits for its next run, and its last run, if there was one, succeeded.</summary>
    Waiting,

    /// <summary>A run is under way.</summary>
    Running,

    /// <summary>It waits for its next run, and its last run failed.</summary>
    Failing,

    /// <summary>A run did not end in time and was abandoned, and is still under way. The poll runs again when that run has
    /// ended.</summary>
    Abandoned,

    /// <summary>It was removed.</summary>
    Removed,
}
