using System.Runtime.CompilerServices;

namespace Telemetry.Metrics;

/// <summary>Records the events of one metric. Called on the threads that emit, several at once.</summary>
internal sealed class MetricRecorder
{
    private readonly MetricPlan _plan;
    private readonly Action<MetricRecorder, MetricProblem, EventName, Exception?> _report;
    private readonly Func<Exception, bool> _isFailure;
    private readonly ValueSource _source;
    private readonly bool _hasFilters;
    private readonly bool _touches;
    private readonly RecordedNumber _constant;
    private readonly long[] _problems = new long[(int)MetricProblem.TooManySeries + 1];
    private MetricTap? _tap;

    /// <param name="plan">The metric.</param>
    /// <param name="table">The series that it shares with others.</param>
    /// <param name="report">Called for the first problem of each kind, on the thread that emits.</param>
    /// <param name="isFailure">Whether an exception of a function is its failure, and not one that stops the thread.</param>
    internal MetricRecorder(
        MetricPlan plan,
        SeriesTable table,
        Action<MetricRecorder, MetricProblem, EventName, Exception?> report,
        Func<Exception, bool> isFailure)
    {
        MetricDefinition definition = plan.Definition;
        _plan = plan;
        _report = report;
        _isFailure = isFailure;
        _hasFilters = plan.Conditions is not null || definition.Keep is not null;
        _touches = definition.Lifetime is not null || definition.PerPoll;
        _source = definition.Type == MetricType.Counter ? ValueSource.None
            : definition.Value is not null ? ValueSource.Constant
            : definition.Reader is not null ? ValueSource.Function
            : ValueSource.Key;
        double constant = definition.Value ?? 1;
        _constant = constant == Math.Floor(constant) && Math.Abs(constant) < 1L << 53
            ? RecordedNumber.Of((long)constant)
            : RecordedNumber.Of(constant);
        Table = table;
        Slot = new SeriesSlot(CellFactory.For(definition), definition.SeriesLimit, (long?)definition.Lifetime?.TotalMilliseconds);
        table.AddSlot(Slot, DeclaredSeries);
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

    /// <summary>Records an event, unless the metric leaves it out.</summary>
    /// <param name="data">The event.</param>
    /// <param name="lookup">The series, if another metric looked it up.</param>
    internal void Record(in EventData data, ref TagLookup lookup)
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
        if ((lookup.Series is null || (ReferenceEquals(lookup.Series, Table.Others) && !Slot.IsFull)) && !TryFind(in data, ref lookup))
        {
            return;
        }

        if (lookup.IsTagMissing && !AcceptsMissingTag(in data))
        {
            return;
        }

        Series series = lookup.Series!;
        Cell cell = series.CellAt(Slot.Index) ?? Table.CellOf(ref series, Slot);
        if (_touches)
        {
            cell.Touch();
        }

        while (!cell.TryRecord(in number))
        {
            cell = Table.GetCell(ref series, Slot);
            cell.Touch();
        }

        if (ReferenceEquals(series, Table.Others) && Volatile.Read(ref _problems[(int)MetricProblem.TooManySeries]) == 0)
        {
            Count(MetricProblem.TooManySeries, in data);
        }

        if (_tap is not null)
        {
            NotifyTap(series, in number);
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

        Table.CountRecords(Slot, out _, out long others);
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
        for (int i = 0; i < _problems.Length; i++)
        {
            Interlocked.Exchange(ref _problems[i], 0);
        }
    }

    /// <summary>Adds a tap, or removes it.</summary>
    internal void ChangeTap(MetricTap tap, bool isAdded)
    {
        MetricTap? before;
        MetricTap? after;
        do
        {
            before = Volatile.Read(ref _tap);
            after = isAdded ? before + tap : before - tap;
        }
        while (Interlocked.CompareExchange(ref _tap, after, before) != before);
    }

    private bool IsKept(in EventData data)
    {
        try
        {
            if (_plan.Conditions is { } conditions && !conditions.IsMatch(in data))
            {
                return false;
            }

            if (Definition.Keep is not { } keep)
            {
                return true;
            }

            RunningFunctions.Begin(this, Definition.Name);
            try
            {
                return keep(in data);
            }
            finally
            {
                RunningFunctions.End();
            }
        }
        catch (Exception e) when (_isFailure(e))
        {
            Count(MetricProblem.FilterFailed, in data, e);
            return false;
        }
    }

    private bool TryRead(in EventData data, out RecordedNumber number)
    {
        MetricProblem problem;
        if (_source == ValueSource.Key && data.TryGetMeasurement(_plan.MeasurementKey, out MeasurementValue measurement))
        {
            if (_plan.Conversion.TryConvert(measurement, out number, out problem) && !IsRefused(in number, ref problem))
            {
                return true;
            }

            Count(problem, in data);
            return false;
        }

        if (!TryReadValue(in data, out MetadataValue value))
        {
            number = default;
            return false;
        }

        if (value.Kind == MetadataValueKind.Null)
        {
            number = default;
            problem = MetricProblem.MissingMeasurement;
        }
        else if (_plan.Conversion.TryConvert(value, out number, out problem) && !IsRefused(in number, ref problem))
        {
            return true;
        }

        Count(problem, in data);
        return false;
    }

    private bool IsRefused(in RecordedNumber number, ref MetricProblem problem)
    {
        bool isRefused = number.Double < 0 && _plan.IsMonotonic;
        problem = isRefused ? MetricProblem.Negative : problem;
        return isRefused;
    }

    private bool TryReadValue(in EventData data, out MetadataValue value)
    {
        if (_source == ValueSource.Key)
        {
            data.TryGetMetadata(_plan.MeasurementKey, out value);
            return true;
        }

        try
        {
            RunningFunctions.Begin(this, Definition.Name);
            try
            {
                value = Definition.Reader!(in data);
                return true;
            }
            finally
            {
                RunningFunctions.End();
            }
        }
        catch (Exception e) when (_isFailure(e))
        {
            Count(MetricProblem.ReaderFailed, in data, e);
            value = default;
            return false;
        }
    }

    private bool TryFind(in EventData data, ref TagLookup lookup)
    {
        try
        {
            if (!Table.HasFunctions)
            {
                Table.Find(in data, Slot, ref lookup);
                return true;
            }

            RunningFunctions.Begin(this, Definition.Name);
            try
            {
                Table.Find(in data, Slot, ref lookup);
                return true;
            }
            finally
            {
                RunningFunctions.End();
            }
        }
        catch (Exception e) when (_isFailure(e))
        {
            Count(MetricProblem.TagFailed, in data, e);
            return false;
        }
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
    private void NotifyTap(Series series, in RecordedNumber number)
    {
        try
        {
            Volatile.Read(ref _tap)?.Invoke(series.TagValues, number.Double);
        }
        catch (Exception e) when (_isFailure(e))
        {
            // A tap is for reporters, which report their failures themselves.
        }
    }
}
