using System.Diagnostics.CodeAnalysis;

namespace Telemetry;

/// <summary>
/// The table of events and handlers. <see cref="Default"/> is the one of the process, which scripts, libraries and hosts
/// share; a test makes its own.
/// </summary>
/// <remarks>All members are safe to use from any thread. Attaching and detaching take a lock, which is never held while
/// a handler runs, so handlers may attach and detach; an emit takes none. After a detach has returned no emit
/// that starts later calls the handler; one that had started may still do so once.</remarks>
public sealed partial class TelemetryDispatcher
{
    /// <summary>How many handlers may run inside each other on one thread, each emitting the event that the next one
    /// handles. An emit beyond it of an event that is being emitted already throws
    /// <see cref="TelemetryRecursionException"/> into the handler that made it; one of another event, which closes no
    /// circle, does so at twice that depth.</summary>
    public const int MaxDepth = ThreadState.MaxDepth;

    /// <summary>How many of the handlers that were detached for failing are remembered
    /// (<see cref="ListDetached"/>).</summary>
    public const int MaxDetachedHandlers = 100;

    private readonly HandlerTable _table;

    /// <summary>Creates a dispatcher without events and handlers, which shares none with others.</summary>
    public TelemetryDispatcher()
    {
        _table = new HandlerTable(this);
        _table.GetEvent(FailureEventName);
    }

    /// <summary>A handler failed, and was detached unless its policy keeps it. Raised on the thread that called the handler,
    /// which is the one that emitted unless it has a buffer, after the event <see cref="FailureEventName"/>, so that a host can
    /// tell its user. What a subscriber throws is logged and goes no further, apart from what <see cref="AddPassThrough"/>
    /// names.</summary>
    /// <remarks>
    /// <para>A failure that reaches neither a subscriber, nor a handler of the failure event, nor a listener of the event source
    /// <c>Telemetry</c>, is written to <see cref="System.Diagnostics.Trace"/>, on one line: as an error where the handler was
    /// detached for it. Of a handler that stays, the first failure in a row, the tenth, the hundredth and so on are written as
    /// warnings, and no more than one row a minute.</para>
    /// <para>A subscriber may attach the handler again and emit. Where it causes the same failure again by that,
    /// <see cref="MaxDepth"/> times in turn, its emit is refused by a <see cref="TelemetryRecursionException"/>.</para>
    /// </remarks>
    public event EventHandler<HandlerFailure>? HandlerFailed
    {
        add => _table.Failures.HandlerFailed += value;
        remove => _table.Failures.HandlerFailed -= value;
    }

    /// <summary>The event that reports a failed handler: <c>telemetry.handler.failure</c>.</summary>
    /// <remarks>
    /// <para>Measurements: <c>monotonic_time</c>, a <see cref="TimeSpan"/> from a fixed but unknown start;
    /// <c>system_time</c>, UTC.</para>
    /// <para>Metadata: <c>event_name</c>, <c>handler_id</c>, <c>handler_config</c>, <c>kind</c> (the full name of the
    /// exception's type), <c>reason</c> (the exception), <c>stacktrace</c>, <c>measurements</c> and <c>metadata</c> of
    /// the event at which the handler failed, <c>failures</c> (how often it has failed in a row, this time included) and
    /// <c>detached</c> (whether it was detached for it).</para>
    /// </remarks>
    public static EventName FailureEventName { get; } = EventName.Parse("telemetry.handler.failure");

    /// <summary>The dispatcher of the process.</summary>
    // Below the name that its constructor uses: statics are initialised in the order they stand in.
    public static TelemetryDispatcher Default { get; } = new();

    /// <summary>Gets the handle of an event, always the same object for the same name. The event is known from then on
    /// and stays in memory with the dispatcher, so names are constants: what tells instances apart is
    /// metadata.</summary>
    /// <param name="name">The name of the event.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public TelemetryEvent GetEvent(EventName name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _table.GetEvent(name);
    }

    /// <summary>Gets the handle of an event by its dotted name.</summary>
    /// <param name="name">The name of the event, for example <c>web.request.done</c>.</param>
    /// <exception cref="FormatException"><paramref name="name"/> is not a valid name.</exception>
    /// <inheritdoc cref="GetEvent(EventName)"/>
    public TelemetryEvent GetEvent(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _table.Find(name) ?? _table.GetEvent(EventName.Parse(name));
    }

    /// <summary>Lists the events known, in no order: those whose handle was asked for, those of spans, and those that a handler
    /// was attached to by name. Neither an emit by name nor a question makes an event known.</summary>
    public IReadOnlyList<TelemetryEvent> GetEvents() => _table.GetEvents();

    /// <summary>Looks an event up without making it known.</summary>
    /// <param name="name">The dotted name; one that is not valid is not found.</param>
    /// <param name="known">The handle, or null.</param>
    /// <returns>Whether the event is known.</returns>
    public bool TryGetEvent(string name, [NotNullWhen(true)] out TelemetryEvent? known)
    {
        ArgumentNullException.ThrowIfNull(name);
        known = _table.Find(name);
        return known is not null;
    }

    /// <summary>Names exceptions that belong to the host and not to the handler they come out of, such as the one by which
    /// a pipeline is stopped: they pass through to the emitter, and the handler stays. Out of a handler with a buffer they go
    /// no further. The abort and the interruption of a thread (<see cref="Thread.Interrupt"/>) pass through without being
    /// named.</summary>
    /// <remarks>The handlers that come after it are not called for that emit.</remarks>
    /// <param name="isHostException">Whether an exception is the host's. Called on the thread that called the handler; must
    /// be quick and not throw.</param>
    /// <returns>What takes the rule back when disposed.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="isHostException"/> is null.</exception>
    public IDisposable AddPassThrough(Func<Exception, bool> isHostException)
    {
        ArgumentNullException.ThrowIfNull(isHostException);
        return _table.Failures.HostExceptions.Add(isHostException);
    }

    /// <summary>Calls back now and whenever handlers of one of the events come or go, under the lock of the table: the callback
    /// must not call code of others.</summary>
    internal void OnHandlersChanged(Action changed, params TelemetryEvent[] events) => _table.OnHandlersChanged(changed, events);

    private HandlerRegistration New(
        string id, EventPattern[] patterns, TelemetryHandler handler, object? config, HandlerOptions? options)
    {
        HandlerArguments.ThrowIfInvalid(id, handler, config);
        return new HandlerRegistration(_table, id, patterns, handler, config, (options ?? HandlerOptions.Default).ToReadOnly());
    }

    private HandlerRegistration Add(HandlerRegistration added) =>
        _table.TryAdd(added) ? added : throw new HandlerAlreadyExistsException(added.Id);

    private bool TryAdd(HandlerRegistration added, [NotNullWhen(true)] out HandlerRegistration? registration)
    {
        registration = _table.TryAdd(added) ? added : null;
        return registration is not null;
    }

    private HandlerRegistration Replace(HandlerRegistration added)
    {
        _table.Replace(added);
        return added;
    }
}
