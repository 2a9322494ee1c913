using Telemetry.Metrics;

namespace Telemetry.Reporters;

/// <summary>The values of a report, the reason for it, and the time for it. Used on the thread of the report.</summary>
public sealed class ReportContext
{
    private readonly Func<MetricSnapshot> _collect;
    private MetricSnapshot? _snapshot;

    internal ReportContext(Func<MetricSnapshot> collect, ReportReason reason, CancellationToken cancellation)
    {
        _collect = collect;
        Reason = reason;
        Cancellation = cancellation;
    }

    /// <summary>The values of the selected metrics. They are read once, at the first use at the latest.</summary>
    /// <exception cref="ReportException">The registry is disposed.</exception>
    public MetricSnapshot Snapshot => _snapshot ??= _collect();

    /// <summary>The reason for the report.</summary>
    public ReportReason Reason { get; }

    /// <summary>Whether this is the last report before the end of the reporter or the process. (After a signal that the program
    /// survives, others follow.)</summary>
    public bool IsLast => Reason.IsLast();

    /// <summary>Cancelled when the time for the report is over.</summary>
    public CancellationToken Cancellation { get; }
}
