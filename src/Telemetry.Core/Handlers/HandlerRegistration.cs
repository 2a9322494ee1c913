using System.Collections.ObjectModel;

namespace Telemetry;

/// <summary>
/// A handler that was attached: by whom it is known, to what it listens, how it does, and the way to detach it. Safe to use
/// from any thread.
/// </summary>
public sealed class HandlerRegistration : IDisposable
{
    private readonly HandlerQueue? _queue;
    private readonly MeteredHandler? _meter;
    private volatile bool _isAttached;
    private volatile FailureSummary? _lastFailure;
    private int _failuresInARow;
    private int _filterFailuresInARow;
    private long _failures;

    internal HandlerRegistration(
        TelemetryDispatcher dispatcher,
        string id,
        EventPattern[] patterns,
        TelemetryHandler handler,
        object? config,
        HandlerOptions options)
    {
        Dispatcher = dispatcher;
        Id = id;
        Patterns = new ReadOnlyCollection<EventPattern>(patterns);
        Handler = handler;
        Config = config;
        Options = options;
        Attachments = new HandlerAttachments(patterns);

        // From the inside to the outside: a filter is asked first, and what it holds back is neither queued nor counted.
        TelemetryHandler entry = handler;
        if (options.CollectsStatistics)
        {
            _meter = new MeteredHandler(this, entry);
            entry = _meter.Handle;
        }
        else if (options.FailurePolicy != FailurePolicy.Detach)
        {
            entry = new CountingHandler(this, entry).Handle;
        }

        if (options.Buffer is not null)
        {
            _queue = new HandlerQueue(this, entry, options.Buffer);
            entry = _queue.Add;
        }

        if (options.Filter is not null)
        {
            var filtered = new FilteredHandler(this, options.Filter, entry);
            entry = options.FailurePolicy == FailurePolicy.Detach ? filtered.Handle : filtered.HandleAndCount;
        }

        Entry = entry;
    }

    /// <summary>The handler was detached, failed too often or was replaced: raised once, outside of any lock, on the thread
    /// that did it; for a handler with a buffer when the last event is delivered or dropped, on a thread of the pool or one
    /// that the buffer started. A subscriber that comes later looks at <see cref="IsAttached"/>; what one throws is logged
    /// and goes no further.</summary>
    /// <remarks>Of a handler that fails in the course of a report of another failure, it is raised when that report is
    /// done.</remarks>
    public event EventHandler? Detached;

    /// <summary>The id, unique in its dispatcher without regard to case.</summary>
    public string Id { get; }

    /// <summary>The events the handler was attached to, by name or by pattern, in the order given and each one
    /// once.</summary>
    public IReadOnlyList<EventPattern> Patterns { get; }

    /// <summary>What is called.</summary>
    public TelemetryHandler Handler { get; }

    /// <summary>What the handler is given at each call.</summary>
    public object? Config { get; }

    /// <summary>How the handler was attached.</summary>
    public HandlerOptions Options { get; }

    /// <summary>Whether the handler is still attached: not detached, not replaced, and not detached for failing. Once this is
    /// false, no emit that starts calls the handler or adds to its buffer.</summary>
    public bool IsAttached
    {
        get => _isAttached;
        internal set => _isAttached = value;
    }

    /// <summary>The number of failures since the handler last succeeded. Failures of its filter
    /// (<see cref="HandlerOptions.Filter"/>) count until the filter answers again, be it with no.</summary>
    /// <remarks>Successes of a handler that is detached at its first failure are not watched; it may have failed several times
    /// all the same, on several threads at once.</remarks>
    public int FailuresInARow => Math.Max(0, Volatile.Read(ref _failuresInARow));

    /// <summary>The last failure of the handler; null where it never failed.</summary>
    public FailureSummary? LastFailure => _lastFailure;

    /// <summary>What the handler has done so far; null where this is not asked for
    /// (<see cref="HandlerOptions.CollectsStatistics"/>).</summary>
    public HandlerStatistics? Statistics => _meter?.Read(Interlocked.Read(ref _failures));

    /// <summary>What became of the events emitted for the handler; null where it has no buffer.</summary>
    public BufferStatistics? BufferStatistics => _queue?.Statistics;

    internal TelemetryDispatcher Dispatcher { get; }

    /// <summary>What the dispatcher calls: the handler, with what stands around it.</summary>
    internal TelemetryHandler Entry { get; }

    /// <summary>The known events that the handler is attached to. Used under the dispatcher's lock.</summary>
    internal HandlerAttachments Attachments { get; }

    /// <summary>The place in attach order.</summary>
    internal long Sequence { get; set; }

    /// <summary>Detaches the handler from all its events. A handler attached since under the same id stays. Calling it
    /// again does nothing. For a handler with a buffer, it waits until what is queued is handled, for at most the drain
    /// timeout (<see cref="HandlerBuffer.DrainTimeout"/>). Called by the handler itself, by a subscriber of
    /// <see cref="Detached"/>, or by a thread or task that one of them started and has not ended before, it does not
    /// wait.</summary>
    public void Dispose()
    {
        Dispatcher.Detach(this);
        _queue?.Drain();
    }

    /// <summary>Detaches as <see cref="Dispose"/> does, without waiting for what is queued, which is handled
    /// meanwhile.</summary>
    /// <returns>Whether the handler was attached.</returns>
    public bool Detach() => Dispatcher.Detach(this);

    /// <summary>Whether this thread delivers what was queued for the handler.</summary>
    internal bool IsDelivering => _queue is { RunsHere: true };

    internal void OnAttached()
    {
        if (_queue is not null)
        {
            _queue.Start();
            ProcessEnd.Watch(_queue);
        }
    }

    /// <summary>To be called once the handler is called no more by emits that start from now on.</summary>
    internal void OnUnpublished()
    {
        if (_queue is null)
        {
            OnDetached();
        }
        else
        {
            _queue.Complete();
        }
    }

    internal void OnDetached() =>
        Subscribers.Tell(Detached, subscriber => subscriber(this, EventArgs.Empty), static e => !ThreadEnd.IsCauseOf(e));

    internal void OnSuccess()
    {
        // Read first: a write by every thread that emits would cost more than the handler.
        if (Volatile.Read(ref _failuresInARow) != 0)
        {
            Interlocked.Exchange(ref _filterFailuresInARow, 0);
            Interlocked.Exchange(ref _failuresInARow, 0);
        }
    }

    /// <summary>Counts a failure of the filter, before it is counted as one of the handler.</summary>
    internal void OnFilterFailure() => Interlocked.Increment(ref _filterFailuresInARow);

    /// <summary>Ends the filter's failures in a row.</summary>
    internal void OnFilteredOut()
    {
        if (Volatile.Read(ref _filterFailuresInARow) != 0)
        {
            Interlocked.Add(ref _failuresInARow, -Interlocked.Exchange(ref _filterFailuresInARow, 0));
        }
    }

    /// <summary>Counts a failure.</summary>
    /// <returns>How many there are in a row.</returns>
    internal int OnFailure()
    {
        Interlocked.Increment(ref _failures);
        return Interlocked.Increment(ref _failuresInARow);
    }

    internal void RecordFailure(FailureSummary failure) => _lastFailure = failure;

    /// <summary>A handler that failed too often is called no more, not even with what is queued.</summary>
    internal void DropQueued() => _queue?.Abandon();

    /// <summary>The id and the events.</summary>
    public override string ToString() => $"{Id} ({string.Join(", ", Patterns)})";
}
