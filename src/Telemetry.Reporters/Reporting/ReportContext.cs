using Telemetry.Metrics;

namespace Telemetry.Reporters;

/// <summary>The values of a report, and the time for it.</summary>
public sealed class ReportContext
{
    internal ReportContext(MetricSnapshot snapshot, bool isLast, CancellationToken cancellation)
    {
        Snapshot = snapshot;
        IsLast = isLast;
        Cancellation = cancellation;
    }

    /// <summary>The values of the selected metrics.</summary>
    public MetricSnapshot Snapshot { get; }

    /// <summary>Whether this is the last report before the end of the reporter or the process. (After a signal that the program
    /// survives, others follow.)</summary>
    public bool IsLast { get; }

    /// <summary>Cancelled when the time for the report is over.</summary>
    public CancellationToken Cancellation { get; }
}
