using System.Diagnostics;
using Telemetry.Metrics;

namespace Telemetry.Reporters;

/// <summary>
/// Takes the values of metrics somewhere, from <see cref="Start"/> until it is stopped. A reporter that fails continues to try. At
/// the end of the process, whether normal or by a signal, it reports the last values (<see cref="ProcessEnd"/>). Safe to use from
/// any thread.
/// </summary>
/// <remarks>
/// <para>A reporter works on threads of its own, which do not keep the process alive. Those that report at intervals derive from
/// <see cref="PeriodicReporter"/>.</para>
/// <para>Each report is a span <c>telemetry.reporter.report</c> of the registry's dispatcher, with the measurements <c>series</c> and
/// <c>bytes</c> (and <c>spans</c> and <c>log_records</c>, if there are any) at its stop and, at all its events, the metadata
/// <c>reporter</c> (the name), <c>reporter_kind</c> and <c>target</c>.</para>
/// </remarks>
public abstract partial class Reporter : IDisposable
{
    private static readonly EventName s_span = EventName.Parse(ReporterEvents.Report);

    // Guards what follows, and what is in the other parts of this class.
    private readonly object _gate = new();

    // Held while the reporter starts, so that a stop comes before or after. Taken before _gate.
    private readonly object _life = new();
    private readonly string? _requestedName;
    private readonly string? _statePath;
    private readonly MetricSelection _selection;
    private readonly TelemetrySpanSource _spans;
    private volatile ReporterStatus _status = new();
    private long _dropped;
    private string? _name;

    /// <summary>Creates a reporter.</summary>
    /// <param name="kind">The kind, a word in lower case.</param>
    /// <param name="options">The options.</param>
    /// <param name="defaultInterval">The interval if the options have none.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ReporterException">An option is not valid.</exception>
    protected Reporter(string kind, ReporterOptions options, TimeSpan defaultInterval)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(options);
        Kind = kind;
        _requestedName = RequireName(options.Name);
        _statePath = options.StatePath is null ? null : ReporterPath.Require(options.StatePath);
        _selection = RequireSelection(options);
        Registry = options.Registry ?? MetricRegistry.Default;
        Prefix = options.Prefix;
        Interval = RequireInterval(options.Interval ?? defaultInterval);
        _spans = Registry.Dispatcher.GetSpanSource(s_span);
    }

    /// <summary>Raised at the first of several failures in a row, when reports arrive again, and when the numbers of an earlier run were
    /// not restored or saved. It is raised on a thread of the reporter or by <see cref="Start"/>. An exception of a subscriber is
    /// ignored.</summary>
    public event EventHandler<ReporterNotice>? Noticed;

    /// <summary>The name. Before <see cref="Start"/>, the kind of a reporter whose options have none.</summary>
    public string Name => Volatile.Read(ref _name) ?? _requestedName ?? Kind;

    /// <summary>The kind of the reporter, such as <c>pushgateway</c>.</summary>
    public string Kind { get; }

    /// <summary>The destination, such as a URI or a path, without credentials.</summary>
    public abstract string Target { get; }

    /// <summary>The registry whose metrics are reported.</summary>
    public MetricRegistry Registry { get; }

    /// <summary>The time between two reports.</summary>
    public TimeSpan Interval { get; }

    /// <summary>The state.</summary>
    public ReporterState State => _status.State;

    /// <summary>The number of reports that arrived.</summary>
    public long Reports => _status.Reports;

    /// <summary>The number of reports that failed.</summary>
    public long Failures => _status.Failures;

    /// <summary>The number of items, such as lines or series, that could not be a part of a report and were left out.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>The time of the last report that arrived, in UTC; null if there is none.</summary>
    public DateTime? LastReport => _status.LastReport;

    /// <summary>The size of the last report that arrived; null if there is none.</summary>
    public ReportSize? LastSize => _status.LastSize;

    /// <summary>The reason for the last failure, without credentials; null if there was none. It remains after later reports
    /// arrived.</summary>
    public string? LastError => _status.LastError;

    /// <summary>The time of the last failure, in UTC; null if there was none.</summary>
    public DateTime? LastErrorTime => _status.LastErrorTime;

    /// <summary>The reason for which the state of the metrics could not be saved the last time; null if it was saved, or there is no
    /// <see cref="ReporterOptions.StatePath"/>.</summary>
    public string? StateError { get; private set; }

    /// <summary>Whether there can be only one running reporter of its kind with the same destination.</summary>
    internal virtual bool IsAlone => false;

    /// <summary>Text to put before the name of each metric; null for none.</summary>
    protected string? Prefix { get; }

    /// <summary>The metrics that are selected now.</summary>
    private protected IEnumerable<Metric> SelectedMetrics => Registry.List().Where(metric => _selection.IsSelected(metric.Definition));

    /// <summary>Returns the reporters of the process that are started, sorted by name.</summary>
    public static IReadOnlyList<Reporter> List() => ReporterList.List();

    /// <summary>Returns the name, the kind and the destination.</summary>
    public override string ToString() => $"{Name} ({Kind}): {Target}";

    /// <summary>Opens what the reporter needs, when it is started.</summary>
    /// <exception cref="ReporterException">It cannot be opened.</exception>
    protected virtual void OnStarting()
    {
    }

    /// <summary>Called after <see cref="OnStarting"/>, when the numbers of an earlier run are restored and nothing was reported
    /// yet.</summary>
    private protected virtual void OnStarted()
    {
    }

    /// <summary>Ends the reception of what clients begin, before the last report.</summary>
    private protected virtual void OnStopping()
    {
    }

    /// <summary>Closes what the reporter opened. Called after the last report or the end of the time for it, and after a start that
    /// failed.</summary>
    protected virtual void OnStopped()
    {
    }

    /// <summary>Notifies the subscribers of <see cref="Noticed"/>: the session of a script shows the message as a warning.</summary>
    /// <param name="message">The message, a whole sentence without credentials.</param>
    protected void Notify(string message) => Notice(message);

    /// <summary>Counts items that could not be a part of a report and were left out.</summary>
    /// <param name="count">The number of items.</param>
    protected void AddDropped(long count) => Interlocked.Add(ref _dropped, count);

    /// <summary>Reports, or does what takes its place, on the thread of the reporter.</summary>
    /// <param name="reason">The reason for the report.</param>
    /// <param name="cancellation">Cancelled when the reporter has to end.</param>
    /// <returns>Whether the report arrived.</returns>
    private protected abstract bool Deliver(ReportReason reason, CancellationToken cancellation);

    /// <summary>Reads the selected metrics.</summary>
    /// <exception cref="ReportException">The registry is disposed: an empty report would replace the last good one.</exception>
    private protected MetricSnapshot Collect() => Registry.IsDisposed
        ? throw new ReportException("the registry of the metrics is disposed. Stop the reporter before")
        : Registry.Collect(metric => _selection.IsSelected(metric.Definition));

    /// <summary>Makes a report as a span, and records its outcome. Reports can be made at the same time.</summary>
    /// <param name="report">The report. An exception is its failure.</param>
    /// <param name="cancellation">Cancelled when the time for the report is over.</param>
    /// <returns>Whether it arrived.</returns>
    private protected bool Measure(Func<ReportSize> report, CancellationToken cancellation)
    {
        KeyValuePair<string, MetadataValue>[] identity = [];
        TelemetrySpan? span = null;
        Guard(() =>
        {
            identity = [new("reporter", Name), new("reporter_kind", Kind), new("target", Target)];
            span = _spans.Start(identity);
        });
        ReportSize size;
        try
        {
            size = report();
        }
        catch (Exception e)
        {
            Exception reason = e is OperationCanceledException && cancellation.IsCancellationRequested
                ? new ReportException("it did not end in time", e)
                : e;
            Guard(() => span?.Fail(reason));
            string error = reason.Message.TrimEnd('.', ' ', '\r', '\n');
            Record(status => reason is ReportException { IsOfClient: true }
                ? status.AfterFailureOfClient(error)
                : status.AfterFailure(error));
            return false;
        }

        Guard(() => span?.Stop(size.ToMeasurements(), identity));
        Record(status => status.AfterReport(size));
        return true;
    }

    /// <summary>Calls code of others on a thread of the reporter. An exception must not end the process, and there is no emitter whose
    /// pipeline it could stop.</summary>
    private static void Guard(Action call)
    {
        try
        {
            call();
        }
        catch (Exception e)
        {
            Trace.TraceWarning($"A reporter's call of other code failed: {e}");
        }
    }

    private static string? RequireName(string? name) =>
        name is null || (!string.IsNullOrWhiteSpace(name) && !name.Any(char.IsControl))
            ? name
            : throw new ReporterException(
                ReporterErrorKind.InvalidOption,
                "The name of a reporter is text without control characters. Give such a name, or leave it out.",
                name);

    private static MetricSelection RequireSelection(ReporterOptions options)
    {
        try
        {
            return new MetricSelection(options.Metrics, options.Group);
        }
        catch (MetricException e)
        {
            throw new ReporterException(ReporterErrorKind.InvalidOption, e.Message, e.Target, e);
        }
    }

    private static TimeSpan RequireInterval(TimeSpan interval) =>
        interval >= TimeSpan.FromMilliseconds(100) && interval <= TimeSpan.FromDays(1)
            ? interval
            : throw new ReporterException(
                ReporterErrorKind.InvalidInterval,
                $"The interval is {interval}. Use 100 milliseconds or more, and at most a day.",
                interval);

    private void Record(Func<ReporterStatus, ReporterStatus> change)
    {
        ReporterStatus before;
        ReporterStatus after;
        lock (_gate)
        {
            before = _status;
            after = _status = change(before);
        }

        if (before.State == ReporterState.Running && after.State == ReporterState.Failing && !_isEnding)
        {
            Notice($"Reporter '{Name}' failed to report to {Target}: {after.LastError}. It continues to try.");
        }
        else if (before.State == ReporterState.Failing && after.State == ReporterState.Running)
        {
            Notice($"Reporter '{Name}' reports to {Target} again, after {Times(before.FailuresInARow)}.", isRecovery: true);
        }
    }

    private static string Times(int failures) => failures == 1 ? "1 failure" : $"{failures} failures";

    /// <summary>Notifies the subscribers.</summary>
    /// <param name="message">The message.</param>
    /// <param name="isOfCaller">Whether this thread is that of a caller, whose pipeline an exception may stop. On a thread of the
    /// reporter, none passes.</param>
    /// <param name="isRecovery">Whether reports arrive again after failures.</param>
    private void Notice(string message, bool isOfCaller = false, bool isRecovery = false)
    {
        var notice = new ReporterNotice(message, isRecovery);
        foreach (Delegate subscriber in Noticed?.GetInvocationList() ?? [])
        {
            try
            {
                ((EventHandler<ReporterNotice>)subscriber)(this, notice);
            }
            catch (Exception e) when (!isOfCaller || Registry.Dispatcher.IsHandlerFailure(e))
            {
                Trace.TraceWarning($"A subscriber of a reporter's notices failed: {e.Message}");
            }
        }
    }
}
