namespace Telemetry.Reporters;

/// <summary>A reporter that reports at intervals: when it starts, after each interval, and at its end. Those that report the
/// numbers of intervals begin with the first one. After a failure, it waits for one interval, and longer with each failure in a row, up
/// to five intervals.</summary>
public abstract class PeriodicReporter : Reporter
{
    /// <summary>Creates a reporter.</summary>
    /// <param name="kind">The kind, a word in lower case.</param>
    /// <param name="options">The options.</param>
    /// <param name="defaultInterval">The interval if the options have none.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ReporterException">An option is not valid.</exception>
    protected PeriodicReporter(string kind, ReporterOptions options, TimeSpan defaultInterval)
        : base(kind, options, defaultInterval)
    {
    }

    /// <summary>The time between two reports that are due (<see cref="IsDue"/>). By default, the interval. A reporter that also
    /// reports what cannot wait for so long has a shorter one.</summary>
    protected virtual TimeSpan DueInterval => Interval;

    /// <summary>Whether a report is made of <see cref="ReportContext.Snapshot"/>, which is read before the report then, as by default. A
    /// reporter that reads metrics in another way saves the time for it.</summary>
    protected virtual bool UsesSnapshot => true;

    private protected sealed override TimeSpan Pace => DueInterval;

    /// <summary>Determines whether there is something to report. By default, there is. If not, nothing is recorded of it. Called on
    /// the thread of the reporter.</summary>
    /// <param name="context">The values to report, and the reason for the report.</param>
    protected virtual bool IsDue(ReportContext context) => true;

    /// <summary>Reports. Called on the thread of the reporter, one call at a time.</summary>
    /// <param name="context">The values to report.</param>
    /// <returns>The size of the report.</returns>
    /// <exception cref="ReportException">The report did not arrive. Any other exception is a failure, too.</exception>
    /// <exception cref="OperationCanceledException">The time for the report is over.</exception>
    protected abstract ReportSize Report(ReportContext context);

    /// <summary>Asks for a report as soon as possible, for example because a buffer fills. After a failure, it waits until one is due.
    /// Safe to call from any thread.</summary>
    protected void RequestReport() => AskForReport();

    private protected sealed override bool Deliver(ReportReason reason, CancellationToken cancellation)
    {
        var context = new ReportContext(Collect, reason, cancellation);
        return !IsDue(context) || Measure(() => MakeReport(context), cancellation);
    }

    private ReportSize MakeReport(ReportContext context)
    {
        if (UsesSnapshot)
        {
            _ = context.Snapshot;
        }

        return Report(context);
    }
}
