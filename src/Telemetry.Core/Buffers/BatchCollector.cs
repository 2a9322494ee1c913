namespace Telemetry;

/// <summary>The batch that is being collected for a handler. Used with the lease of its queue.</summary>
internal sealed class BatchCollector
{
    private readonly BatchOptions _options;
    private readonly List<EventRecord> _records = [];
    private readonly Timer _timer;
    private TimeSpan _dueAt;
    private int _isTimerSet;

    /// <param name="options">The size and the delay.</param>
    /// <param name="onDue">Called in the thread pool when a batch may be due.</param>
    internal BatchCollector(BatchOptions options, Action onDue)
    {
        _options = options;
        _timer = BackgroundTimer.Create(() =>
        {
            Volatile.Write(ref _isTimerSet, 0);
            onDue();
        });
    }

    internal bool IsEmpty => _records.Count == 0;

    internal bool IsFull => _records.Count >= _options.MaxSize;

    /// <summary>Whether the first event has waited long enough.</summary>
    internal bool IsDue => MonotonicTime.Now >= _dueAt;

    internal void Add(EventRecord record)
    {
        if (IsEmpty)
        {
            // It may have waited in the queue before, during a call. The clock of the system may have been set meanwhile.
            TimeSpan waited = DateTime.UtcNow - record.Timestamp;
            TimeSpan left = waited < TimeSpan.Zero ? _options.MaxDelay : _options.MaxDelay - waited;
            _dueAt = MonotonicTime.Now + (left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }

        _records.Add(record);
    }

    /// <summary>Returns the events, and begins another batch.</summary>
    internal EventRecord[] Take()
    {
        EventRecord[] batch = [.. _records];
        _records.Clear();
        return batch;
    }

    /// <summary>Starts the timer, unless it is running for an earlier batch. It is then started again when it has ended.</summary>
    internal void WaitUntilDue()
    {
        if (Interlocked.Exchange(ref _isTimerSet, 1) == 0)
        {
            // A timer counts whole milliseconds.
            _timer.Change((long)Math.Ceiling(TimeLimit.Until(_dueAt).TotalMilliseconds), Timeout.Infinite);
        }
    }

    /// <summary>Ends the timer.</summary>
    internal void Stop() => _timer.Dispose();
}
