namespace Telemetry;

/// <summary>The events of a recorder, in their order. Safe to use from any thread.</summary>
internal sealed class RecordedEvents
{
    // Further names of events that are not recorded are counted together.
    private const int MaxOtherNames = 100;

    private readonly object _gate = new();
    private readonly List<EventRecord> _records = [];
    private readonly Dictionary<string, int> _others = new(StringComparer.OrdinalIgnoreCase);
    private TaskCompletionSource<bool>? _changed;
    private int _cleared;
    private bool _isClosed;

    internal int Count
    {
        get
        {
            lock (_gate)
            {
                return _records.Count;
            }
        }
    }

    /// <summary>The numbers of events that were not recorded as they belong to other flows of control, by name.</summary>
    internal KeyValuePair<string, int>[] Others
    {
        get
        {
            lock (_gate)
            {
                return [.. _others];
            }
        }
    }

    internal EventRecord[] ToArray()
    {
        lock (_gate)
        {
            return [.. _records];
        }
    }

    internal void Add(in EventData data)
    {
        TaskCompletionSource<bool>? changed;

        // The timestamp is taken under the lock too, so that timestamps are in the order of the records.
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            _records.Add(data.ToRecord());
            changed = TakeChanged();
        }

        changed?.SetResult(true);
    }

    /// <summary>Counts an event of another flow of control.</summary>
    internal void CountOther(EventName name)
    {
        string key = name.ToString();
        lock (_gate)
        {
            if (_others.TryGetValue(key, out int count) || _others.Count < MaxOtherNames)
            {
                _others[key] = count + 1;
            }
        }
    }

    internal void Clear()
    {
        lock (_gate)
        {
            _cleared += _records.Count;
            _records.Clear();
        }
    }

    /// <summary>Ends the recording.</summary>
    internal void Close()
    {
        TaskCompletionSource<bool>? changed;
        lock (_gate)
        {
            _isClosed = true;
            changed = TakeChanged();
        }

        changed?.TrySetResult(true);
    }

    /// <summary>Returns the position after an event: the number of events that were recorded until then.</summary>
    /// <returns>The position; null if the event is not one of the recorder, or was cleared.</returns>
    internal int? PositionAfter(EventRecord record)
    {
        lock (_gate)
        {
            int index = _records.IndexOf(record);
            return index < 0 ? null : _cleared + index + 1;
        }
    }

    /// <summary>Returns the events from a position on, and moves the position behind them.</summary>
    /// <param name="position">The position.</param>
    /// <param name="changed">Completes when another event is recorded or the recording ends; null if it has ended.</param>
    internal EventRecord[] ReadFrom(ref int position, out Task? changed)
    {
        lock (_gate)
        {
            int start = Math.Max(0, position - _cleared);
            EventRecord[] records = [.. _records.Skip(start)];
            position = _cleared + _records.Count;

            // Its continuations must not run on the thread that emits.
            changed = _isClosed ? null : (_changed ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            return records;
        }
    }

    private TaskCompletionSource<bool>? TakeChanged()
    {
        TaskCompletionSource<bool>? changed = _changed;
        _changed = null;
        return changed;
    }
}
