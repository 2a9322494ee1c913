namespace Telemetry.Polling;

/// <summary>The outcomes of the runs of a poll so far. Immutable, so that its parts agree.</summary>
internal sealed record PollStatus
{
    internal long Runs { get; init; }

    internal long Failures { get; init; }

    /// <summary>The number of failures since the last run that succeeded.</summary>
    internal int FailuresInARow { get; init; }

    internal long Missed { get; init; }

    internal DateTime? LastRun { get; init; }

    internal TimeSpan? LastDuration { get; init; }

    internal string? LastError { get; init; }

    internal DateTime? LastErrorTime { get; init; }

    /// <summary>Whether a run was abandoned since the last one that succeeded, so that a further one is not worth a
    /// notice.</summary>
    internal bool HasAbandoned { get; init; }

    internal PollStatus AfterSuccess(PollRun run) => AfterRun(run) with { FailuresInARow = 0, HasAbandoned = false };

    internal PollStatus AfterFailure(PollRun run, string error) => AfterRun(run) with
    {
        Failures = Failures + 1,
        FailuresInARow = FailuresInARow + 1,
        LastError = error,
        LastErrorTime = DateTime.UtcNow,
        HasAbandoned = HasAbandoned || run.IsAbandoned,
    };

    /// <summary>The status after a run that was interrupted, because the poll is removed or the process ends. It is not a
    /// failure.</summary>
    internal PollStatus AfterRun(PollRun run) => this with
    {
        Runs = Runs + 1,
        LastRun = run.Started,
        LastDuration = run.Duration,
    };
}
