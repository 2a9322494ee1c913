using System.Runtime.CompilerServices;

namespace Telemetry.Metrics;

/// <summary>Records the events of one metric. Called on the threads that emit, several at once.</summary>
internal sealed partial class MetricRecorder : ISetTarget
{
    private readonly MetricPlan _plan;
    private readonly Action<MetricRecorder, MetricProblem, EventName, Exception?> _report;
    private readonly Func<Exception, bool> _isFailure;
    private readonly ValueSource _source;
    private readonly bool _hasFilters;
    private readonly bool _touches;

    // Null if the metric does not care about sets.
    private readonly PollSets? _sets;
    private readonly RecordedNumber _constant;
    private readonly Series _others;
    private readonly int _index;
    private readonly string _key;
    private readonly bool _isIdentity;
    private readonly double _minimum;
    private readonly long[] _problems = new long[(int)MetricProblem.TooManySeries + 1];
    private MetricObserver? _observer;

    // The only cell of a counter without tags, if there is nothing else to do for an event.
    private CounterCell? _only;

    /// <summary>Adds a metric to a table.</summary>
    /// <param name="plan">The metric.</param>
    /// <param name="table">The series that it shares with others.</param>
    /// <param name="sets">The sets of the registry.</param>
    /// <param name="report">Called for the first problem of each kind, on the thread that emits.</param>
    /// <param name="isFailure">Whether an exception of a function is its failure, and not one that stops the thread.</param>
    internal MetricRecorder(
        MetricPlan plan,
        SeriesTable table,
        PollSets sets,
        Action<MetricRecorder, MetricProblem, EventName, Exception?> report,
        Func<Exception, bool> isFailure)
    {
        MetricDefinition definition = plan.Definition;
        _plan = plan;
        _report = report;
        _isFailure = isFailure;
        _hasFilters = plan.Conditions is not null || definition.Keep is not null;
        _touches = definition.Lifetime is not null || definition.PerPoll;
        _sets = definition.PerPoll ? sets : null;
        _source = definition.Type == MetricType.Counter ? ValueSource.None
            : definition.Value is not null ? ValueSource.Constant
            : definition.Reader is not null ? ValueSource.Function
            : ValueSource.Key;
        double constant = definition.Value ?? 1;
        _constant = constant == Math.Floor(constant) && Math.Abs(constant) < 1L << 53
            ? RecordedNumber.Of((long)constant)
            : RecordedNumber.Of(constant);
        Table = table;
        _key = plan.MeasurementKey;
        _isIdentity = plan.Conversion.IsIdentity;
        _minimum = plan.IsMonotonic ? 0 : double.MinValue;
        _others = table.Others;
        Slot = new SeriesSlot(CellFactory.For(definition), definition.SeriesLimit, (long?)definition.Lifetime?.TotalMilliseconds);
        table.AddSlot(Slot, DeclaredSeries);
        _index = Slot.Index;
        RememberOnly();
    }

    private enum ValueSource
    {
        None,
        Constant,
        Function,
        Key,
    }

    internal MetricDefinition Definition => _plan.Definition;

    internal SeriesTable Table { get; }

    /// <summary>The series that exist from the start: the declared ones, and the only one of a metric without tags whose 0 means
    /// something.</summary>
    private string[][] DeclaredSeries =>
        Definition.Tags.Count > 0 || Definition.Type is MetricType.LastValue or MetricType.Summary ? _plan.DeclaredSeries : [[]];

    internal SeriesSlot Slot { get; }

    bool ISetTarget.IsRemoved => Slot.IsRemoved;

    void ISetTarget.RemoveUnset(PollSet set) => Table.RemoveUnset(Slot, set);

    /// <summary>Records an event, unless the metric leaves it out.</summary>
    /// <param name="data">The event.</param>
    /// <param name="lookup">The series, if another metric looked it up.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Record(in EventData data, ref TagLookup lookup)
    {
        if (_only is not { } counter || !counter.TryIncrement())
        {
            RecordAny(in data, ref lookup);
        }
    }

    private void RecordAny(in EventData data, ref TagLookup lookup)
    {
        if (_hasFilters && !IsKept(in data))
        {
            return;
        }

        RecordedNumber number = _constant;
        if (_source > ValueSource.Constant && !TryRead(in data, out number))
        {
            return;
        }

        // The one for the others may be that of another metric which has as many as it may have.
        Series? series = lookup.Series;
        if ((series is null && (series = Table.FindKnown(in data, Slot, ref lookup)) is null)
            || (ReferenceEquals(series, _others) && !Slot.IsFull))
        {
            if (!TryFind(in data, ref lookup))
            {
                return;
            }

            series = lookup.Series!;
        }

        if (lookup.IsTagMissing && !AcceptsMissingTag(in data))
        {
            return;
        }

        // The place of a metric that was removed meanwhile may be that of another one by now. A counter is told apart, as it needs no
        // call.
        Cell? cell = series.CellAt(_index);
        if (cell is null
            || _touches
            || Slot.IsRemoved
            || !(cell is CounterCell counter ? counter.TryIncrement() : cell.TryRecord(in number)))
        {
            RecordSlowly(ref series, in number);
        }

        if (ReferenceEquals(series, _others) && Volatile.Read(ref _problems[(int)MetricProblem.TooManySeries]) == 0)
        {
            Count(MetricProblem.TooManySeries, in data);
        }

        if (_observer is { IsEnabled: true } observer)
        {
            Notify(observer, series, in number);
        }
    }

    /// <summary>Records a value in a series that has no cell yet, or whose cell leaves when it was not touched.</summary>
    private void RecordSlowly(ref Series series, in RecordedNumber number)
    {
        Cell cell = Table.CellOf(ref series, Slot);
        PollSet? set = _sets?.Current;
        set?.Owner?.AddFed(this);
        while (true)
        {
            if (_touches)
            {
                cell.Touch();
                if (set is not null)
                {
                    ((MarkedCell)cell).Mark(set);
                }
            }

            if (cell.TryRecord(in number))
            {
                return;
            }

            cell = Table.GetCell(ref series, Slot);
        }
    }

    /// <summary>Sets the cell that is all that an event of this metric needs, or null if it needs more.</summary>
    private void RememberOnly()
    {
        if (_source == ValueSource.None && !_hasFilters && !_touches && Table.Untagged is { } series)
        {
            // Set first: an observer that is added meanwhile finds it, or is found here.
            Interlocked.Exchange(ref _only, series.CellAt(_index) as CounterCell);
            if (Volatile.Read(ref _observer) is not null)
            {
                Volatile.Write(ref _only, null);
            }
        }
    }

    /// <summary>Returns the number of events for each problem that occurred.</summary>
    internal Dictionary<MetricProblem, long> ReadProblems()
    {
        var problems = new Dictionary<MetricProblem, long>();
        for (int i = 0; i < _problems.Length; i++)
        {
            long count = Volatile.Read(ref _problems[i]);
            if (count > 0 && (MetricProblem)i != MetricProblem.TooManySeries)
            {
                problems.Add((MetricProblem)i, count);
            }
        }

        long others = Table.CountOthers(Slot);
        if (others > 0)
        {
            problems.Add(MetricProblem.TooManySeries, others);
        }

        return problems;
    }

    /// <summary>Starts again from nothing.</summary>
    internal void Reset()
    {
        Table.Reset(Slot, DeclaredSeries);
        RememberOnly();
        for (int i = 0; i < _problems.Length; i++)
        {
            Interlocked.Exchange(ref _problems[i], 0);
        }
    }

    /// <summary>Adds an observer, or removes it.</summary>
    internal void ChangeObserver(MetricObserver observer, bool isAdded)
    {
        MetricObserver? before;
        MetricObserver? after;
        do
        {
            before = Volatile.Read(ref _observer);
            after = isAdded ? ObserverList.Add(before, observer, _isFailure) : ObserverList.Remove(before, observer, _isFailure);
        }
        while (Interlocked.CompareExchange(ref _observer, after, before) != before);

        Volatile.Write(ref _only, null);
        RememberOnly();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool AcceptsMissingTag(in EventData data)
    {
        Count(MetricProblem.MissingTag, in data);
        return !Definition.SkipMissingTag;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Count(MetricProblem problem, in EventData data, Exception? exception = null)
    {
        if (Interlocked.Increment(ref _problems[(int)problem]) == 1)
        {
            _report(this, problem, data.EventName, exception);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Notify(MetricObserver observer, Series series, in RecordedNumber number)
    {
        try
        {
            observer.Record(series.TagValues, number.Double);
        }
        catch (Exception e) when (_isFailure(e))
        {
            // An observer is for reporters, which report their failures themselves.
        }
    }
}
