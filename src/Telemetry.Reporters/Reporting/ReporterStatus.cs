namespace Telemetry.Reporters;

/// <summary>The outcomes of the reports of a reporter so far. Immutable, so that its parts agree.</summary>
internal sealed class ReporterStatus
{
    internal ReporterState State { get; init; }

    internal long Reports { get; init; }

    internal long Failures { get; init; }

    /// <summary>The number of failures since the last report that arrived.</summary>
    internal int FailuresInARow { get; init; }

    internal DateTime? LastReport { get; init; }

    internal ReportSize? LastSize { get; init; }

    internal string? LastError { get; init; }

    internal DateTime? LastErrorTime { get; init; }

    internal ReporterStatus AfterReport(ReportSize size) => With(
        State == ReporterState.Stopped ? State : ReporterState.Running,
        failuresInARow: 0,
        size,
        error: null);

    internal ReporterStatus AfterFailure(string error) => With(
        State == ReporterState.Stopped ? State : ReporterState.Failing,
        FailuresInARow + 1,
        size: null,
        error);

    /// <summary>The status after a failure whose cause is a client, such as one that went away. The reporter itself works.</summary>
    internal ReporterStatus AfterFailureOfClient(string error) => With(State, FailuresInARow, size: null, error);

    internal ReporterStatus In(ReporterState state) => new()
    {
        State = state,
        Reports = Reports,
        Failures = Failures,
        FailuresInARow = FailuresInARow,
        LastReport = LastReport,
        LastSize = LastSize,
        LastError = LastError,
        LastErrorTime = LastErrorTime,
    };

    private ReporterStatus With(ReporterState state, int failuresInARow, ReportSize? size, string? error)
    {
        DateTime now = DateTime.UtcNow;
        return new()
        {
            State = state,
            Reports = error is null ? Reports + 1 : Reports,
            Failures = error is null ? Failures : Failures + 1,
            FailuresInARow = failuresInARow,
            LastReport = error is null ? now : LastReport,
            LastSize = size ?? LastSize,
            LastError = error ?? LastError,
            LastErrorTime = error is null ? LastErrorTime : now,
        };
    }
}
