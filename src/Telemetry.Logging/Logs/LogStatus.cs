using System.Diagnostics;

namespace Telemetry.Logging;

/// <summary>The state of a log, and the episode of failures that it is in. Immutable, so that its parts agree.</summary>
internal sealed record LogStatus
{
    internal TelemetryLogState State { get; init; }

    internal string? LastError { get; init; }

    internal DateTime? LastErrorTime { get; init; }

    /// <summary>The time of the first failure of the episode; null if there is none.</summary>
    internal Stopwatch? FailingSince { get; init; }

    /// <summary>The number of lines that had been dropped when the episode began.</summary>
    internal long DroppedBefore { get; init; }

    internal LogStatus AfterFailure(string error, long dropped) => this with
    {
        State = State == TelemetryLogState.Stopped ? State : TelemetryLogState.Failing,
        LastError = error,
        LastErrorTime = DateTime.UtcNow,
        FailingSince = FailingSince ?? Stopwatch.StartNew(),
        DroppedBefore = FailingSince is null ? dropped : DroppedBefore,
    };

    internal LogStatus AfterWrite() => this with
    {
        State = State == TelemetryLogState.Stopped ? State : TelemetryLogState.Running,
        FailingSince = null,
    };
}
