namespace Telemetry.Metrics;

/// <summary>A metric of a registry. Safe to use from any thread.</summary>
public sealed class Metric
{
    private volatile bool _isRemoved;

    internal Metric(MetricRegistry registry, MetricPlan plan, MetricRecorder recorder, MetricGroup group)
    {
        Registry = registry;
        Plan = plan;
        Recorder = recorder;
        Group = group;
    }

    /// <summary>The definition.</summary>
    public MetricDefinition Definition => Plan.Definition;

    /// <summary>The registry.</summary>
    public MetricRegistry Registry { get; }

    /// <summary>Whether the metric was removed, or replaced. It records nothing any more, and has no series.</summary>
    public bool IsRemoved
    {
        get => _isRemoved;
        internal set => _isRemoved = value;
    }

    /// <summary>The number of values recorded since the metric was added or reset, in series that were removed, too.</summary>
    public long Recorded => Recorder.Table.CountRecords(Recorder.Slot);

    /// <summary>The number of series, without the one for events beyond <see cref="MetricDefinition.SeriesLimit"/>.</summary>
    public int SeriesCount => IsRemoved ? 0 : Recorder.Slot.Count;

    /// <summary>The number of events for each problem that occurred since the metric was added or reset.</summary>
    public IReadOnlyDictionary<MetricProblem, long> Problems => Recorder.ReadProblems();

    /// <summary>The reason for which the metric did not get the numbers that <see cref="MetricRegistry.RestoreState"/> had restored
    /// for it when it was added, as a sentence; null if it did, or if there were none.</summary>
    public string? StateWarning { get; internal set; }

    internal MetricPlan Plan { get; }

    /// <summary>The ids of the numbers, as described at <see cref="SavedMetric.Origins"/>. Used under a lock of the
    /// registry.</summary>
    internal IReadOnlyList<string> Origins { get; set; } = [];

    internal MetricRecorder Recorder { get; }

    internal MetricGroup Group { get; }

    /// <summary>Reads all series. The numbers of a series agree with one another. Series whose lifetime is over are removed
    /// first.</summary>
    public MetricReading Read()
    {
        Recorder.Table.RemoveExpired(Recorder.Slot);
        return MetricReading.OfMetric(Definition, Recorder.Table.Read(Recorder.Slot, Definition));
    }

    /// <summary>Removes all series, with what was restored, and sets the counts of records and problems to 0. An event that is
    /// recorded meanwhile counts before or after, not both.</summary>
    public void Reset() => Registry.Reset(this);

    /// <summary>Removes the series that recorded nothing since the last call: those that the set of a poll, which has ended, did not
    /// set. Does nothing unless the metric is defined with <see cref="MetricDefinition.PerPoll"/>.</summary>
    public void RemoveUnset()
    {
        if (Definition.PerPoll)
        {
            Recorder.Table.RemoveUntouched(Recorder.Slot);
        }
    }

    /// <summary>Observes the values that the metric records from now on.</summary>
    /// <param name="tap">The observer.</param>
    /// <returns>An object that ends the observation when it is disposed.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="tap"/> is null.</exception>
    public IDisposable Tap(MetricTap tap)
    {
        ArgumentNullException.ThrowIfNull(tap);
        return new ObserverRegistration(Recorder, new TapObserver(tap));
    }

    /// <summary>Observes the values that the metric records from now on, while the observer is enabled.</summary>
    /// <param name="observer">The observer.</param>
    /// <returns>An object that ends the observation when it is disposed.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="observer"/> is null.</exception>
    public IDisposable Tap(MetricObserver observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        return new ObserverRegistration(Recorder, observer);
    }

    /// <summary>Returns the name and the type.</summary>
    public override string ToString() => Definition.ToString();

    private sealed class ObserverRegistration : IDisposable
    {
        private readonly MetricObserver _observer;
        private MetricRecorder? _recorder;

        internal ObserverRegistration(MetricRecorder recorder, MetricObserver observer)
        {
            _recorder = recorder;
            _observer = observer;
            recorder.ChangeObserver(observer, isAdded: true);
        }

        public void Dispose() => Interlocked.Exchange(ref _recorder, null)?.ChangeObserver(_observer, isAdded: false);
    }
}
