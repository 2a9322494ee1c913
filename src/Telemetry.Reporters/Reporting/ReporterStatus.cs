namespace Telemetry.Reporters;

/// <summary>The outcomes of the reports of a reporter so far. Immutable, so that its parts agree.</summary>
internal sealed record ReporterStatus
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

    internal ReporterStatus AfterReport(ReportSize size) => this with
    {
        State = AfterOutcome(ReporterState.Running),
        Reports = Reports + 1,
        FailuresInARow = 0,
        LastReport = DateTime.UtcNow,
        LastSize = size,
    };

    internal ReporterStatus AfterFailure(string error) => AfterFailureOfClient(error) with
    {
        State = AfterOutcome(ReporterState.Failing),
        FailuresInARow = FailuresInARow + 1,
    };

    /// <summary>The status after a failure whose cause is a client, such as one that went away. The reporter itself works.</summary>
    internal ReporterStatus AfterFailureOfClient(string error) => this with
    {
        Failures = Failures + 1,
        LastError = error,
        LastErrorTime = DateTime.UtcNow,
    };

    private ReporterState AfterOutcome(ReporterState state) => State == ReporterState.Stopped ? State : state;
}
