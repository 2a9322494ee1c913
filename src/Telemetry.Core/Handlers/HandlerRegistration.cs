using System.Collections.ObjectModel;

namespace Telemetry;

/// <summary>
/// An attached handler: its id, its events, its options and its state, and the way to detach it. Safe to use from any thread.
/// </summary>
public sealed class HandlerRegistration : IDisposable
{
    private readonly EventPattern[] _patterns;
    private readonly FailureCounts _failures = new();
    private readonly HandlerQueue? _queue;
    private readonly MeteredHandler? _meter;
    private volatile bool _isAttached;
    private volatile FailureSummary? _lastFailure;

    internal HandlerRegistration(
        IHandlerOwner owner,
        string id,
        EventPattern[] patterns,
        TelemetryHandler handler,
        object? config,
        HandlerOptions options)
    {
        Owner = owner;
        Id = id;
        _patterns = patterns;
        Handler = handler;
        Config = config;
        Options = options;
        HasWildcards = Array.Exists(patterns, static pattern => pattern.HasWildcards);
        bool countsRows = options.FailurePolicy != FailurePolicy.Detach;

        // From the inside to the outside: a filter is asked first, and an event that it holds back is neither queued nor counted.
        TelemetryHandler entry = handler;
        if (countsRows || options.CollectsStatistics)
        {
            entry = new CountingHandler(entry, _failures.OnSuccess).Handle;
        }

        if (options.CollectsStatistics)
        {
            _meter = new MeteredHandler(entry);
            entry = _meter.Handle;
        }

        if (options.Buffer is not null)
        {
            _queue = new HandlerQueue(options.Buffer, owner.CreateDelivery(this, entry), () => Detach(), RaiseDetached);
            entry = _queue.Add;
        }

        if (options.Filter is { } filter)
        {
            entry = new FilteredHandler(
                countsRows ? new CountingFilter(filter, _failures, owner.IsHandlerFailure).IsMatch : filter, entry).Handle;
        }

        Entry = entry;
    }

    /// <summary>Raised once when the handler was detached, failed too often or was replaced, outside of any lock, on the thread
    /// that did it; for a handler with a buffer when the last event is delivered or dropped, on a thread of the pool or one that the
    /// buffer started. A subscriber that comes later reads <see cref="IsAttached"/>; an exception that one throws is logged and goes
    /// no further.</summary>
    /// <remarks>For a handler that fails during a report of another failure, it is raised when that report is done.</remarks>
    public event EventHandler? Detached;

    /// <summary>The id, unique in its dispatcher without regard to case.</summary>
    public string Id { get; }

    /// <summary>The events the handler was attached to, by name or by pattern, in the order given and each one
    /// once.</summary>
    public IReadOnlyList<EventPattern> Patterns => new ReadOnlyCollection<EventPattern>(_patterns);

    /// <summary>The delegate that is called when one of the events occurs.</summary>
    public TelemetryHandler Handler { get; }

    /// <summary>The value passed to the handler on each call.</summary>
    public object? Config { get; }

    /// <summary>The options the handler was attached with.</summary>
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
    /// <remarks>Successes of a handler that is detached at its first failure are not counted; it may still have failed several
    /// times, on several threads at once.</remarks>
    public int FailuresInARow => _failures.InARow;

    /// <summary>The last failure of the handler; null where it never failed.</summary>
    public FailureSummary? LastFailure => _lastFailure;

    /// <summary>The calls of the handler and their times so far; null where they are not collected
    /// (<see cref="HandlerOptions.CollectsStatistics"/>).</summary>
    public HandlerStatistics? Statistics => _meter?.Read(_failures.Total);

    /// <summary>The events queued, delivered and dropped so far; null where the handler has no buffer.</summary>
    public BufferStatistics? BufferStatistics => _queue?.Statistics;

    /// <summary>The table that the handler is attached to.</summary>
    internal IHandlerOwner Owner { get; }

    /// <summary>The delegate that an emit calls: the handler, with its filter, its buffer and its counts around it.</summary>
    internal TelemetryHandler Entry { get; }

    /// <summary>Whether events that become known later can be among those of the handler.</summary>
    internal bool HasWildcards { get; }

    /// <summary>The place in attach order.</summary>
    internal long Sequence { get; set; }

    /// <summary>Whether this thread delivers an event that was queued for the handler.</summary>
    internal bool IsDelivering => _queue is { IsDeliveringHere: true };

    /// <summary>Detaches the handler from all its events. A handler attached since under the same id stays. Calling it
    /// again does nothing. For a handler with a buffer, it waits until the queued events are handled, for at most the drain
    /// timeout (<see cref="HandlerBuffer.DrainTimeout"/>). Called by the handler itself, by a subscriber of
    /// <see cref="Detached"/>, or by a thread or task that one of them started and has not ended before, it does not
    /// wait.</summary>
    public void Dispose()
    {
        Owner.Detach(this);
        _queue?.Drain();
    }

    /// <summary>Detaches as <see cref="Dispose"/> does, without waiting for the queued events, which are handled
    /// meanwhile.</summary>
    /// <returns>Whether the handler was attached.</returns>
    public bool Detach() => Owner.Detach(this);

    /// <summary>The id and the events.</summary>
    public override string ToString() => $"{Id} ({string.Join(", ", (IEnumerable<EventPattern>)_patterns)})";

    internal ReadOnlySpan<EventPattern> PatternSpan => _patterns;

    /// <summary>Whether one of the patterns with wildcards matches a name.</summary>
    internal bool MatchesByWildcard(string name)
    {
        // A loop: a lambda would be allocated for each name that is emitted.
        foreach (EventPattern pattern in _patterns)
        {
            if (pattern.HasWildcards && pattern.IsMatch(name))
            {
                return true;
            }
        }

        return false;
    }

    internal void OnAttached()
    {
        if (_queue is not null)
        {
            _queue.Start();
            ProcessEnd.Watch(_queue);
        }
    }

    /// <summary>Completes the detaching, once no emit that starts from now on calls the handler.</summary>
    internal void OnDetached()
    {
        if (_queue is null)
        {
            RaiseDetached();
        }
        else
        {
            _queue.Complete();
        }
    }

    /// <summary>Counts a failure.</summary>
    /// <returns>The number of failures in a row.</returns>
    internal int CountFailure() => _failures.OnFailure();

    internal void RecordFailure(FailureSummary failure) => _lastFailure = failure;

    /// <summary>Drops the queued events of a handler that failed too often to be called again.</summary>
    internal void DropQueued() => _queue?.Abandon();

    private void RaiseDetached()
    {
        if (Detached is { } detached)
        {
            Subscribers.Notify(
                detached, subscriber => subscriber(this, EventArgs.Empty), static e => !ThreadEnd.IsCauseOf(e), nameof(Detached));
        }
    }
}
