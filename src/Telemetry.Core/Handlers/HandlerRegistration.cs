namespace Telemetry;

/// <summary>
/// A handler that was attached: by whom it is known, to what it listens, and the way to detach it. Safe to use from any
/// thread.
/// </summary>
public sealed class HandlerRegistration : IDisposable
{
    // Few events are searched; many are looked up, or a list of one handler at all of them would take their square.
    private const int SearchedUpTo = 16;

    private readonly TelemetryDispatcher _dispatcher;
    private Dictionary<TelemetryEvent, int>? _positions;
    private volatile bool _isAttached;

    internal HandlerRegistration(
        TelemetryDispatcher dispatcher, string id, EventName[] eventNames, TelemetryHandler handler, object? config)
    {
        _dispatcher = dispatcher;
        Id = id;
        EventNames = Array.AsReadOnly(eventNames);
        Handler = handler;
        Config = config;
    }

    /// <summary>The handler was detached, failed or was replaced: raised once, on the thread that did it, outside of any
    /// lock. A subscriber that comes later looks at <see cref="IsAttached"/>; what one throws is ignored.</summary>
    public event EventHandler? Detached;

    /// <summary>The id, unique in its dispatcher without regard to case.</summary>
    public string Id { get; }

    /// <summary>The events the handler was attached to, in the order given and each one once.</summary>
    public IReadOnlyList<EventName> EventNames { get; }

    /// <summary>What is called.</summary>
    public TelemetryHandler Handler { get; }

    /// <summary>What the handler is given at each call.</summary>
    public object? Config { get; }

    /// <summary>Whether the handler is attached still: not detached, not failed, not replaced.</summary>
    public bool IsAttached
    {
        get => _isAttached;
        internal set => _isAttached = value;
    }

    /// <summary>The events attached to; set, and read, under the dispatcher's lock.</summary>
    internal TelemetryEvent[] Events { get; set; } = [];

    /// <summary>Where an event stands in the order given. Used under the dispatcher's lock.</summary>
    internal int PositionOf(TelemetryEvent attached)
    {
        if (Events.Length <= SearchedUpTo)
        {
            return Array.IndexOf(Events, attached);
        }

        _positions ??= Events.Select((known, i) => (known, i)).ToDictionary(pair => pair.known, pair => pair.i);
        return _positions[attached];
    }

    /// <summary>The place in attach order.</summary>
    internal long Sequence { get; set; }

    /// <summary>Detaches the handler from all its events. A handler attached since under the same id stays. Calling
    /// it again does nothing.</summary>
    public void Dispose() => _dispatcher.Detach(this);

    internal void OnDetached() =>
        Subscribers.Tell(Detached, subscriber => subscriber(this, EventArgs.Empty), static e => e is not ThreadAbortException);

    /// <summary>The id and the events.</summary>
    public override string ToString() => $"{Id} ({string.Join(", ", EventNames)})";
}
