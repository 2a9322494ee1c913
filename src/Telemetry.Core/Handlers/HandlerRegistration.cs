using System.Collections.ObjectModel;

namespace Telemetry;

/// <summary>
/// An attached handler, with its id, its events, its options and its state. Disposing it detaches the handler. Safe to use from
/// any thread.
/// </summary>
public sealed partial class HandlerRegistration : IDisposable
{
    private readonly EventPattern[] _patterns;
    private readonly FailureCounts _failures = new();
    private readonly HandlerQueue? _queue;
    private readonly MeteredHandler? _meter;
    private readonly OnceHandler? _once;
    private volatile bool _isAttached;
    private int _isNotified;
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

        // From the inside to the outside: the filter is called first, and an event that it rejects is neither queued nor counted as a
        // call.
        TelemetryHandler entry = handler;
        bool countsSuccess = countsRows || options.CollectsStatistics;
        var asynchronous = AsyncHandler.Of(handler);
        if (countsSuccess && asynchronous is null)
        {
            entry = new CountingHandler(entry, _failures.OnSuccess).Handle;
        }

        if (options.CollectsStatistics)
        {
            _meter = new MeteredHandler(patterns, entry);
            entry = _meter.Handle;
        }

        if (asynchronous is not null)
        {
            var consumer = new AsyncConsumer(this, asynchronous, _meter, countsSuccess ? _failures.OnSuccess : null);
            _queue = new AsynchronousHandlerQueue(options.Buffer!, asynchronous.Batch, consumer, () => Detach(), RaiseDetached);
            entry = _queue.Add;
        }
        else if (options.Buffer is not null)
        {
            _queue = new SynchronousHandlerQueue(options.Buffer, owner.CreateDelivery(this, entry), () => Detach(), RaiseDetached);
            entry = _queue.Add;
        }

        if (options.Once)
        {
            _once = new OnceHandler(this, entry);
            entry = _once.Handle;
        }

        if (options.Throttle > TimeSpan.Zero)
        {
            entry = options.ThrottleBy.Count == 0
                ? new ThrottledHandler(options.Throttle, entry, _meter).Handle
                : new KeyThrottledHandler(options.Throttle, options.ThrottleBy, entry, _meter).Handle;
        }

        if (ConditionFilter.Of(options) is { } filter)
        {
            entry = new FilteredHandler(
                countsRows ? new CountingFilter(filter, _failures, owner.IsHandlerFailure).IsMatch : filter, entry, _meter).Handle;
        }

        Entry = entry;
    }

    /// <summary>Raised once when the handler has been detached, has failed too often or has been replaced, outside any lock, on
    /// the thread that caused it. For a handler with a buffer, it is raised when the last event is delivered or dropped, on a
    /// thread of the pool or one that the buffer started. To detect an earlier detaching after subscribing, read
    /// <see cref="IsAttached"/>. An exception of a subscriber is logged and ignored.</summary>
    /// <remarks>If a handler fails while another failure is reported, the event is raised when that report is complete.</remarks>
    public event EventHandler? Detached;

    /// <summary>The id, unique in its dispatcher without regard to case.</summary>
    public string Id { get; }

    /// <summary>The events and patterns the handler was attached to, in the order given and without duplicates.</summary>
    public IReadOnlyList<EventPattern> Patterns => new ReadOnlyCollection<EventPattern>(_patterns);

    /// <summary>The delegate that is called when one of the events occurs. For an asynchronous handler, a delegate that stands for it:
    /// to attach it is to attach the asynchronous handler again, with the size and the delay of its batches.</summary>
    public TelemetryHandler Handler { get; }

    /// <summary>The value passed to the handler on each call.</summary>
    public object? Config { get; }

    /// <summary>The options the handler was attached with.</summary>
    public HandlerOptions Options { get; }

    /// <summary>Whether the handler is still attached: not detached, not replaced, and not detached for failing. Once this is
    /// false, no emit that starts later calls the handler or adds to its buffer.</summary>
    public bool IsAttached
    {
        get => _isAttached;
        internal set => _isAttached = value;
    }

    /// <summary>The number of failures since the handler last succeeded. Failures of its filter
    /// (<see cref="HandlerOptions.Filter"/>) count until the filter returns again, with either result.</summary>
    /// <remarks>For a handler that is detached at its first failure, successes are not counted. It can still have failed several
    /// times, on several threads at once.</remarks>
    public int FailuresInARow => _failures.InARow;

    /// <summary>The last failure of the handler; null if it never failed.</summary>
    public FailureSummary? LastFailure => _lastFailure;

    /// <summary>The calls of the handler and their times so far, for all its events; null if they are not collected
    /// (<see cref="HandlerOptions.CollectsStatistics"/>).</summary>
    public HandlerStatistics? Statistics => _meter?.Read();

    /// <summary>The numbers of events queued, delivered and dropped so far; null if the handler has no buffer.</summary>
    public BufferStatistics? BufferStatistics => _queue?.Statistics;

    /// <summary>The table that the handler is attached to.</summary>
    internal IHandlerOwner Owner { get; }

    /// <summary>The delegate that an emit calls: the handler, with its filter, its buffer and its counts around it.</summary>
    internal TelemetryHandler Entry { get; }

    /// <summary>Whether the handler can listen to events that become known later.</summary>
    internal bool HasWildcards { get; }

    /// <summary>The position in attach order.</summary>
    internal long Sequence { get; set; }

    /// <summary>Whether this thread delivers an event that was queued for the handler.</summary>
    internal bool IsDelivering => _queue is { IsDeliveringHere: true };

    /// <summary>Gets the calls of the handler and their times so far, for one of its events or patterns. Each call counts for one
    /// of them: for the event, if the handler names it, and otherwise for the first pattern that matches it. The counts of all of
    /// them add up to <see cref="Statistics"/>.</summary>
    /// <param name="pattern">One of <see cref="Patterns"/>.</param>
    /// <returns>The statistics; null if they are not collected (<see cref="HandlerOptions.CollectsStatistics"/>), or if the
    /// handler is not attached to the pattern.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="pattern"/> is null.</exception>
    public HandlerStatistics? GetStatistics(EventPattern pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return _meter?.Read(pattern);
    }

    /// <summary>Returns the id and the events.</summary>
    public override string ToString() => $"{Id} ({string.Join(", ", (IEnumerable<EventPattern>)_patterns)})";

    internal ReadOnlySpan<EventPattern> PatternSpan => _patterns;

    /// <summary>Determines whether one of the patterns with wildcards matches a name.</summary>
    internal bool MatchesByWildcard(string name)
    {
        // A loop, as a lambda would be allocated for each name that is emitted.
        foreach (EventPattern pattern in _patterns)
        {
            if (pattern.HasWildcards && pattern.IsMatch(name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether this thread is in the only call of the handler, or was; with a buffer, whether it delivers the only
    /// event.</summary>
    internal bool IsInOnlyCall => _once is not null && (_once.IsCalledHere || IsDelivering);

    /// <summary>Counts a failure at an event.</summary>
    /// <returns>The number of failures in a row.</returns>
    internal int CountFailure(EventName name)
    {
        _meter?.CountFailure(name);
        return _failures.OnFailure();
    }

    internal void RecordFailure(FailureSummary failure) => _lastFailure = failure;
}
