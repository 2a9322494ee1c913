using Telemetry.Metrics;

namespace Telemetry.Alerts;

/// <summary>An alert of a registry, with its state. Disposing it removes it. Safe to use from any thread.</summary>
public sealed partial class Alert : IDisposable
{
    private readonly AlertTable _table;
    private readonly AlertEvents _events;
    private readonly NotificationQueue? _queue;
    private readonly MetricProbe? _probe;
    private volatile bool _isRemoved;

    internal Alert(
        AlertRegistry registry, AlertDefinition definition, Func<AlertNotification, CancellationToken, Task>? action)
    {
        Registry = registry;
        Definition = definition;
        _action = action;
        _spans = registry.Dispatcher.GetSpanSource("telemetry.alert.action");
        _events = new AlertEvents(registry.Dispatcher);
        _queue = action is null ? null : new NotificationQueue(definition, Call, Report);
        _table = new AlertTable(definition, registry.Clock, new Listener(this));
        _probe = definition.IsOnMetric ? new MetricProbe(definition) : null;
        NextComparison = registry.Clock.Elapsed;
    }

    /// <summary>The name, unique in the registry without regard to case.</summary>
    public string Name => Definition.Name;

    /// <summary>The definition.</summary>
    public AlertDefinition Definition { get; }

    /// <summary>The registry.</summary>
    public AlertRegistry Registry { get; }

    /// <summary>Whether the alert was removed.</summary>
    public bool IsRemoved => _isRemoved;

    /// <summary>The state: <see cref="AlertState.Raised"/> if a series is raised.</summary>
    public AlertState State => _table.Raised > 0 ? AlertState.Raised
        : Definition.IsOnMetric && _table.List().Any(series => series.State == AlertState.Pending) ? AlertState.Pending
        : AlertState.Cleared;

    /// <summary>The number of series that are raised.</summary>
    public int RaisedCount => _table.Raised;

    /// <summary>The number of series that are known: those that are raised, and those with events that count.</summary>
    public int SeriesCount => _table.Count;

    /// <summary>The number of events that were counted; for an alert on a metric, of comparisons beyond the limit.</summary>
    public long Count => _table.Events;

    /// <summary>The number of notifications for which the action succeeded.</summary>
    public long Delivered => _queue?.Status.Delivered ?? 0;

    /// <summary>The number of notifications for which the action failed at its last attempt.</summary>
    public long Failed => _queue?.Status.Failed ?? 0;

    /// <summary>The number of notifications that failed since the last one that was delivered.</summary>
    public int FailedInARow => _queue?.Status.FailedInARow ?? 0;

    /// <summary>The number of further attempts.</summary>
    public long Retried => _queue?.Status.Retries ?? 0;

    /// <summary>The number of notifications that wait for the action, or are being delivered.</summary>
    public int PendingNotifications => _queue?.Pending ?? 0;

    /// <summary>The number of notifications that were dropped: too many waited, or the time at the end was over.</summary>
    public long Dropped => _queue?.Status.Dropped ?? 0;

    /// <summary>The number of changes that were held back (<see cref="AlertDefinition.Throttle"/>).</summary>
    public long HeldBack => _table.HeldBack;

    /// <summary>The number of series that made room for others (<see cref="AlertDefinition.SeriesLimit"/>).</summary>
    public long Evicted => _table.Evicted;

    /// <summary>The exception with which the action failed last; null if it never failed. It remains after later notifications were
    /// delivered.</summary>
    public Exception? LastError => _queue?.Status.LastError;

    /// <summary>The time of <see cref="LastError"/>, in UTC; null if there was none.</summary>
    public DateTime? LastErrorTime => _queue?.Status.LastErrorTime;

    /// <summary>The reason for which a metric cannot be compared, such as that it does not exist so far, as a sentence; null if there is
    /// none.</summary>
    public string? Problem => _probe?.Problem;

    /// <summary>Whether the caller is executed by the action of this alert, or by a thread or task that the action started: a wait for
    /// the notifications would be one for itself.</summary>
    public bool IsInAction => AlertFlow.Current == _flow;

    /// <summary>The time of the next comparison of a metric. Used under the lock of the registry.</summary>
    internal TimeSpan NextComparison { get; set; }

    /// <summary>Whether a thread compares the metric. Used as <see cref="NextComparison"/>.</summary>
    internal bool IsComparing { get; set; }

    internal TimeSpan Due => _table.Due;

    internal bool HasAction => _queue is not null;

    /// <summary>Returns the series: those that are raised first.</summary>
    public IReadOnlyList<AlertSeriesStatus> ListSeries() => _table.List();

    /// <summary>Sets all series back to cleared, with a count of 0 and without a notification.</summary>
    public void Reset() => _table.Reset(null);

    /// <summary>Sets a series back to cleared, with a count of 0 and without a notification.</summary>
    /// <param name="tags">The values of its tags by key, without regard to case.</param>
    /// <returns>Whether there is such a series.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="tags"/> is null.</exception>
    public bool Reset(IReadOnlyDictionary<string, string> tags)
    {
        ArgumentNullException.ThrowIfNull(tags);
        AlertSeriesStatus? status = ListSeries().FirstOrDefault(series => series.Tags.Count == tags.Count
            && tags.All(tag => series.Tags.TryGetValue(tag.Key, out string? value) && value == tag.Value));
        return status is not null && _table.Reset([.. status.Tags.Values]);
    }

    /// <summary>Waits until no notification waits for the action or is being delivered. Those that are held back are not waited
    /// for.</summary>
    /// <param name="timeout">The longest time to wait, up to 24 days.</param>
    /// <returns>Whether this is so.</returns>
    public bool WaitForDelivery(TimeSpan timeout) => _queue?.Wait(timeout) ?? true;

    /// <summary>Removes the alert. What is held back is notified of, and pending notifications are delivered within
    /// <see cref="AlertDefinition.DrainTimeout"/>; the method does not wait for them.</summary>
    /// <returns>Whether the alert was there.</returns>
    public bool Detach() => Registry.Remove(this);

    /// <summary>Removes the alert as <see cref="Detach"/> does, and waits for pending notifications, unless it is called by the
    /// action.</summary>
    public void Dispose()
    {
        Detach();
        if (!IsInAction)
        {
            // The queue itself ends at the time, and gives up an action that cannot be stopped.
            WaitForDelivery(Definition.DrainTimeout + TimeSpan.FromSeconds(5));
        }
    }

    /// <summary>Returns the definition.</summary>
    public override string ToString() => Definition.ToString();

    internal void CheckDue() => _table.CheckDue();

    /// <summary>Compares a metric. Called by one thread at a time.</summary>
    internal void Compare(MetricReading? reading)
    {
        IReadOnlyList<MetricSample> samples = _probe!.Read(reading, Registry.Clock.Elapsed);
        _table.Compare(_probe.TagNames, samples);
    }

    internal void EmitChanges() => _events.Emit();

    /// <summary>Notifies of what is held back, and delivers without pauses until <see cref="EndDelivery"/>.</summary>
    internal void BeginDelivery()
    {
        _table.TellHeld();
        _queue?.Hurry();
    }

    internal void EndDelivery() => _queue?.EndHurry();
}
