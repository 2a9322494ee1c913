namespace Telemetry;

/// <summary>The options of a handler, beyond its id, its events and its config. The default is a handler that is called on
/// the thread that emits, is detached when it fails, and has no statistics kept of it.</summary>
/// <remarks>Options are read when a handler is attached: what is set later changes nothing of the handler. One object may serve
/// any number of handlers; it is not to be set while another thread attaches with it.</remarks>
public sealed class HandlerOptions
{
    private bool _isReadOnly;
    private FailurePolicy _failurePolicy;
    private bool _collectsStatistics;
    private HandlerFilter? _filter;
    private HandlerBuffer? _buffer;

    internal static HandlerOptions Default { get; } = new HandlerOptions().ToReadOnly();

    /// <summary>The policy for failures of the handler. <see cref="Telemetry.FailurePolicy.Detach"/> unless set.</summary>
    /// <exception cref="InvalidOperationException">The options are those of an attached handler.</exception>
    public FailurePolicy FailurePolicy
    {
        get => _failurePolicy;
        set => _failurePolicy = Settable(value);
    }

    /// <summary>Whether to count the handler's calls and take their time (<see cref="HandlerRegistration.Statistics"/>),
    /// which costs each call some tens of nanoseconds.</summary>
    /// <exception cref="InvalidOperationException">The options are those of an attached handler.</exception>
    public bool CollectsStatistics
    {
        get => _collectsStatistics;
        set => _collectsStatistics = Settable(value);
    }

    /// <summary>The filter that selects which events, of those attached to, reach the handler; null for all of them. It is asked
    /// on the thread that emits, before the event is counted or queued, and costs nothing else when it says no.</summary>
    /// <exception cref="InvalidOperationException">The options are those of an attached handler.</exception>
    public HandlerFilter? Filter
    {
        get => _filter;
        set => _filter = Settable(value);
    }

    /// <summary>The buffer in which events wait for the handler, which then runs beside the emitter; null for a handler that is
    /// called on the thread that emits, which waits for it.</summary>
    /// <exception cref="InvalidOperationException">The options are those of an attached handler.</exception>
    public HandlerBuffer? Buffer
    {
        get => _buffer;
        set => _buffer = Settable(value);
    }

    /// <summary>Returns a copy that does not change any more; these options themselves, if they are such a copy.</summary>
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
