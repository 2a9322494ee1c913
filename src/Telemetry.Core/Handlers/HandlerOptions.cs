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

    /// <summary>The filter that selects which of its events reach the handler; null for all of them. It is called on the thread
    /// that emits, before the event is counted or queued; an event that it rejects has no other cost.</summary>
    /// <exception cref="InvalidOperationException">The options belong to an attached handler.</exception>
    public HandlerFilter? Filter
    {
        get => _filter;
        set => _filter = Settable(value);
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
        _buffer = _buffer?.ToReadOnly(),
        _isReadOnly = true,
    };

    private TValue Settable<TValue>(TValue value) => !_isReadOnly ? value : throw new InvalidOperationException(
        "The options of a handler that was attached cannot be changed. Attach it again with other options, by Replace.");
}
