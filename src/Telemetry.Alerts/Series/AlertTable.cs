using Telemetry.Metrics;

namespace Telemetry.Alerts;

/// <summary>The series of an alert. Safe to use from any thread; only a few comparisons are made under its lock.</summary>
internal sealed partial class AlertTable
{
    private const string Other = "(other)";

    private static readonly TimeSpan s_defaultSilence = TimeSpan.FromMinutes(5);

    private readonly object _gate = new();
    private readonly AlertDefinition _definition;
    private readonly AlertClock _clock;
    private readonly IAlertListener _listener;
    private readonly Dictionary<IReadOnlyList<string>, AlertSeries> _series = new(TagValuesComparer.Instance);

    // Those that can make room, the one without an event for the longest time first.
    private readonly LinkedList<AlertSeries> _quiet = new();
    private AlertSeries? _other;
    private volatile int _count;
    private volatile int _raised;
    private TimeSpan _due = TimeSpan.MaxValue;
    private long _events;
    private long _heldBack;
    private long _evicted;

    internal AlertTable(AlertDefinition definition, AlertClock clock, IAlertListener listener)
    {
        _definition = definition;
        _clock = clock;
        _listener = listener;
    }

    /// <summary>The number of series that are known.</summary>
    internal int Count => _count;

    /// <summary>The number of series that are raised.</summary>
    internal int Raised => _raised;

    /// <summary>The number of events that were counted, or of comparisons beyond the limit.</summary>
    internal long Events => Interlocked.Read(ref _events);

    /// <summary>The number of changes that were held back.</summary>
    internal long HeldBack => Interlocked.Read(ref _heldBack);

    /// <summary>The number of series that made room for others.</summary>
    internal long Evicted => Interlocked.Read(ref _evicted);

    /// <summary>The time at which something is due without an event: a silence, a notification that was held back, a reminder.</summary>
    internal TimeSpan Due
    {
        get
        {
            lock (_gate)
            {
                return _due;
            }
        }
    }

    /// <summary>Counts an event.</summary>
    internal void Add(IReadOnlyList<string> values, EventRecord record)
    {
        lock (_gate)
        {
            TimeSpan now = _clock.Elapsed;
            AlertSeries series = Get(_definition.Tags, values);
            Interlocked.Increment(ref _events);
            CountEvent(series, now);
            series.First = series.Count == 1 ? record : series.First ?? record;
            series.Last = record;
            series.LastActivity = now;
            if (!series.IsRaised && series.Count >= _definition.Count)
            {
                Raise(series, now);
            }
            else
            {
                Place(series);
            }

            Schedule(series);
        }
    }

    /// <summary>Handles an event that clears a series.</summary>
    internal void Clear(IReadOnlyList<string> values, EventRecord record)
    {
        lock (_gate)
        {
            if (!_series.TryGetValue(values, out AlertSeries? series))
            {
                return;
            }

            if (series.IsRaised)
            {
                series.Last = record;
                Clear(series, AlertReason.ClearEvent, _clock.Elapsed);
            }
            else if (_definition.Within is null)
            {
                series.Restart();
                Settle(series, _clock.Elapsed);
            }
        }
    }

    /// <summary>Does what is due without an event.</summary>
    internal void CheckDue()
    {
        lock (_gate)
        {
            TimeSpan now = _clock.Elapsed;
            if (now < _due)
            {
                return;
            }

            _due = TimeSpan.MaxValue;
            foreach (AlertSeries series in All())
            {
                CheckDue(series, now);
                Schedule(series);
            }
        }
    }

    /// <summary>Notifies of all states that are held back, at the end.</summary>
    internal void TellHeld()
    {
        lock (_gate)
        {
            foreach (AlertSeries series in All())
            {
                TellHeld(series, _clock.Elapsed);
            }
        }
    }

    /// <summary>Removes series without a notification.</summary>
    /// <param name="values">The values of the tags; null for all series.</param>
    /// <returns>Whether there was one.</returns>
    internal bool Reset(IReadOnlyList<string>? values)
    {
        lock (_gate)
        {
            AlertSeries[] removed =
            [
                .. All().Where(series => values is null || TagValuesComparer.Instance.Equals(series.TagValues, values)),
            ];
            foreach (AlertSeries series in removed)
            {
                _raised -= series.IsRaised ? 1 : 0;
                Remove(series);
            }

            return removed.Length > 0;
        }
    }

    /// <summary>Returns the series: those that are raised first, and in each state the ones with the last activity first.</summary>
    internal IReadOnlyList<AlertSeriesStatus> List()
    {
        lock (_gate)
        {
            TimeSpan now = _clock.Elapsed;
            Array.ForEach(All(), series => Prune(series, now));
            return
            [
                .. All().OrderByDescending(series => series.State)
                    .ThenByDescending(series => series.LastActivity)
                    .Select(series => new AlertSeriesStatus(series)),
            ];
        }
    }

    private void CountEvent(AlertSeries series, TimeSpan now)
    {
        if (series.IsRaised)
        {
            series.Count++;
        }
        else if (_definition.Within is { } within)
        {
            series.Count = series.Times.Add(now, within, _definition.Count);
        }
        else
        {
            if (SilenceOf(series) is { } silence && now - series.LastActivity >= silence)
            {
                series.Restart();
            }

            series.Count++;
        }
    }

    // The series beyond the limit has no event that clears it.
    private TimeSpan? SilenceOf(AlertSeries series) => _definition.ClearAfter
        ?? (_definition.ClearOn.Count > 0 && !series.IsOther ? null : _definition.Within ?? s_defaultSilence);

    private AlertSeries[] All() => _other is null ? [.. _series.Values] : [.. _series.Values, _other];

    private AlertSeries Get(IReadOnlyList<string> names, IReadOnlyList<string> values)
    {
        if (_series.TryGetValue(values, out AlertSeries? series))
        {
            return series;
        }

        if (_series.Count >= _definition.SeriesLimit)
        {
            if (_quiet.First is not { } oldest)
            {
                if (_other is null)
                {
                    _other = new AlertSeries(names, [.. values.Select(_ => Other)], isOther: true);
                    _count++;
                }

                return _other;
            }

            Interlocked.Increment(ref _evicted);
            Remove(oldest.Value);
        }

        series = new AlertSeries(names, values, isOther: false);
        _series.Add(values, series);
        _count++;
        return series;
    }

    // A series that is raised, or whose last state is not notified of, stays.
    private void Place(AlertSeries series)
    {
        if (series.Place is not null)
        {
            _quiet.Remove(series.Place);
            series.Place = null;
        }

        if (!series.IsRaised && series.Told != AlertState.Raised && !series.IsOther)
        {
            series.Place = _quiet.AddLast(series);
        }
    }

    private void Remove(AlertSeries series)
    {
        if (series.Place is not null)
        {
            _quiet.Remove(series.Place);
            series.Place = null;
        }

        if (series.IsOther)
        {
            _other = null;
        }
        else
        {
            _series.Remove(series.TagValues);
        }

        _count--;
    }
}
