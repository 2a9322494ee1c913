namespace Telemetry;

/// <summary>The options of a handler. With the defaults, a handler is called on the thread that emits, is detached when it fails,
/// and has no statistics.</summary>
/// <remarks>Options are read when a handler is attached; later changes do not affect the handler. One object can be used for any
/// number of handlers, but must not be changed while another thread attaches a handler with it.</remarks>
public sealed class HandlerOptions
{
    private bool _isReadOnly;
    private FailurePolicy _failurePolicy;
    private bool _collectsStatistics;
    private HandlerFilter? _filter;
    private HandlerBuffer? _buffer;
    private IReadOnlyList<EventCondition> _where = [];
    private IReadOnlyList<EventCondition> _whereNot = [];
    private IReadOnlyList<string> _throttleBy = [];
    private TimeSpan _throttle;
    private bool _once;

    internal static HandlerOptions Default { get; } = new HandlerOptions().ToReadOnly();

    /// <summary>The policy for failures of the handler; by default, <see cref="Telemetry.FailurePolicy.Detach"/>.</summary>
    /// <exception cref="InvalidOperationException">The options belong to an attached handler.</exception>
    public FailurePolicy FailurePolicy
    {
        get => _failurePolicy;
        set => _failurePolicy = Settable(value);
    }

    /// <summary>Whether the calls of the handler are counted and timed, in total (<see cref="HandlerRegistration.Statistics"/>)
    /// and for each of its events and patterns (<see cref="HandlerRegistration.GetStatistics"/>). It costs each call some tens of
    /// nanoseconds.</summary>
    /// <exception cref="InvalidOperationException">The options belong to an attached handler.</exception>
    public bool CollectsStatistics
    {
        get => _collectsStatistics;
        set => _collectsStatistics = Settable(value);
    }

    /// <summary>The conditions that all have to hold for an event to reach the handler; empty by default. They are compared on the
    /// thread that emits, before <see cref="Filter"/> is called, without allocating. A condition fails only by the
    /// <see cref="object.ToString"/> of an object in the metadata, which has the consequences of a filter that fails.</summary>
    /// <exception cref="ArgumentNullException">The list, or a condition in it, is null.</exception>
    /// <exception cref="InvalidOperationException">The options belong to an attached handler.</exception>
    public IReadOnlyList<EventCondition> Where
    {
        get => _where;
        set => _where = Settable(Copy(value));
    }

    /// <summary>The conditions of which none may hold for an event to reach the handler; empty by default.</summary>
    /// <exception cref="ArgumentNullException">The list, or a condition in it, is null.</exception>
    /// <exception cref="InvalidOperationException">The options belong to an attached handler.</exception>
    public IReadOnlyList<EventCondition> WhereNot
    {
        get => _whereNot;
        set => _whereNot = Settable(Copy(value));
    }

    /// <summary>The filter that selects which of its events reach the handler, of those that the conditions select; null for all of
    /// them. It is called on the thread that emits, before the event is counted as a call or queued; an event that it rejects has no
    /// other cost.</summary>
    /// <exception cref="InvalidOperationException">The options belong to an attached handler.</exception>
    public HandlerFilter? Filter
    {
        get => _filter;
        set => _filter = Settable(value);
    }

    /// <summary>The shortest time from one call of the handler to the next; zero, the default, for no limit. Of the events that the
    /// conditions and the filter select, the first one reaches the handler, and those that follow within this time are dropped, and
    /// counted (<see cref="HandlerStatistics.Throttled"/>). A call that fails counts as one. With a buffer, the event is accepted or
    /// dropped when it is emitted.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    /// <exception cref="InvalidOperationException">The options belong to an attached handler.</exception>
    public TimeSpan Throttle
    {
        get => _throttle;
        set => _throttle = Settable(value >= TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(
            nameof(value), value, "The shortest time between two calls is zero or more."));
    }

    /// <summary>The keys for whose values <see cref="Throttle"/> applies separately, such as <c>target</c>; empty, the default, for
    /// one limit for all events. Values are those of the metadata or else of the measurements, and compared as text
    /// (<see cref="MetadataValue.ToCanonicalText"/>); a missing value is empty text.</summary>
    /// <remarks>The times of the last 10,000 values are kept. If more occur within <see cref="Throttle"/>, those that have been called
    /// for longest ago are forgotten, so the handler may be called again for one of them earlier. An event takes a lock
    /// then.</remarks>
    /// <exception cref="ArgumentException">A key is blank.</exception>
    /// <exception cref="ArgumentNullException">The list, or a key in it, is null.</exception>
    /// <exception cref="InvalidOperationException">The options belong to an attached handler.</exception>
    public IReadOnlyList<string> ThrottleBy
    {
        get => _throttleBy;
        set
        {
            string[] keys = Settable(Copy(value));
            _throttleBy = !Array.Exists(keys, string.IsNullOrWhiteSpace) ? keys : throw new ArgumentException(
                "A key is blank. Write the key of the value for which the calls are limited.", nameof(value));
        }
    }

    /// <summary>Whether the handler is called once at most, by the first event that the conditions, the filter and
    /// <see cref="Throttle"/> let through, even if several threads emit at once. Before that call, the handler is detached from all its
    /// events, so that it is not called again by events that the call itself emits. <see cref="HandlerRegistration.Detached"/> is
    /// raised after the call.</summary>
    /// <remarks>A call that fails is that one call, whatever the <see cref="FailurePolicy"/>: the failure is reported as that of a
    /// handler that was detached for it, and the handler is listed by <see cref="TelemetryDispatcher.ListDetached"/>, from where it
    /// can be attached again. The policy applies to failures of the conditions and the filter.</remarks>
    /// <exception cref="InvalidOperationException">The options belong to an attached handler.</exception>
    public bool Once
    {
        get => _once;
        set => _once = Settable(value);
    }

    /// <summary>The buffer in which events wait for the handler, which then runs in parallel with the emitter; null for a handler
    /// that is called on the thread that emits, which waits for it.</summary>
    /// <exception cref="InvalidOperationException">The options belong to an attached handler.</exception>
    public HandlerBuffer? Buffer
    {
        get => _buffer;
        set => _buffer = Settable(value);
    }

    /// <summary>Returns a read-only copy; this object itself, if it is one.</summary>
    internal HandlerOptions ToReadOnly() => _isReadOnly ? this : new HandlerOptions
    {
        _failurePolicy = _failurePolicy,
        _collectsStatistics = _collectsStatistics,
        _filter = _filter,
        _where = _where,
        _whereNot = _whereNot,
        _throttle = _throttle,
        _throttleBy = _throttleBy,
        _once = _once,
        _buffer = _buffer?.ToReadOnly(),
        _isReadOnly = true,
    };

    /// <summary>Returns a read-only copy that has a buffer; this object itself, if it is one.</summary>
    internal HandlerOptions ToReadOnlyWithBuffer()
    {
        HandlerOptions options = ToReadOnly();
        if (options.Buffer is null)
        {
            options = (HandlerOptions)options.MemberwiseClone();
            options._buffer = new HandlerBuffer().ToReadOnly();
        }

        return options;
    }

    private static T[] Copy<T>(IReadOnlyList<T> value)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(value);
        T[] copy = [.. value];
        return Array.IndexOf(copy, null) < 0 ? copy : throw new ArgumentNullException(nameof(value), "An item of the list is null.");
    }

    private TValue Settable<TValue>(TValue value) => !_isReadOnly ? value : throw new InvalidOperationException(
        "The options of a handler that was attached cannot be changed. Attach it again with other options, by Replace.");
}
