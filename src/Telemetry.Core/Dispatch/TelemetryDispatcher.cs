using System.Diagnostics.CodeAnalysis;

namespace Telemetry;

/// <summary>
/// The table of events and handlers. <see cref="Default"/> is the dispatcher of the process, which scripts, libraries and hosts
/// share; a test creates its own.
/// </summary>
/// <remarks>All members are safe to use from any thread. Attaching and detaching take a lock, which is never held while a handler
/// runs, so that handlers may attach and detach; an emit takes no lock. After a detach has returned, no emit that starts later
/// calls the handler; an emit that had started may still call it once.</remarks>
public sealed partial class TelemetryDispatcher
{
    /// <summary>The number of handlers that may run nested on one thread, each emitting the event that the next one handles.
    /// Beyond it, a recursive emit, of an event that is already being emitted, throws <see cref="TelemetryRecursionException"/>
    /// to the handler that makes it. An emit of another event throws at twice that depth.</summary>
    public const int MaxDepth = ThreadState.MaxDepth;

    /// <summary>The number of handlers detached for failing that are remembered (<see cref="ListDetached"/>).</summary>
    public const int MaxDetachedHandlers = 100;

    private readonly HandlerTable _table;

    /// <summary>Creates a dispatcher without events and handlers, independent of other dispatchers.</summary>
    public TelemetryDispatcher()
    {
        _table = new HandlerTable(this);
        _table.GetEvent(FailureEventName);
    }

    /// <summary>Raised when a handler has failed, and has been detached unless its policy keeps it, so that a host can notify its
    /// user. It is raised after the event <see cref="FailureEventName"/>, on the thread that called the handler: the emitting
    /// thread, unless the handler has a buffer. For an asynchronous handler, it is the thread on which its task completed, or one that
    /// the buffer started if the call did not return in time. An exception of a subscriber is logged and ignored, except those that
    /// <see cref="AddPassThrough"/> identifies.</summary>
    /// <remarks>
    /// <para>A failure that reaches neither a subscriber, nor a handler of the failure event, nor a listener of the event source
    /// <c>Telemetry</c>, is written to <see cref="System.Diagnostics.Trace"/>, on one line: as an error if the handler was
    /// detached. For a handler that stays, the first failure in a row, the tenth, the hundredth and so on are written as
    /// warnings, for no more than one row a minute.</para>
    /// <para>A subscriber may attach the handler again and emit. If that causes the same failure <see cref="MaxDepth"/> times in
    /// succession, its emit is refused with a <see cref="TelemetryRecursionException"/>.</para>
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
    /// <para>Metadata: <c>event_name</c>, <c>handler_id</c>, <c>handler_config</c>, <c>kind</c> (the full name of the exception's
    /// type), <c>reason</c> (the exception), <c>stacktrace</c>, <c>measurements</c> and <c>metadata</c> of the event at which the
    /// handler failed, <c>failures</c> (the number of its failures in a row, including this one) and <c>detached</c> (whether it
    /// was detached).</para>
    /// </remarks>
    public static EventName FailureEventName { get; } = EventName.Parse(HandlerEvents.Failure);

    /// <summary>The dispatcher of the process.</summary>
    // Declared after the name that its constructor uses, as static members are initialised in textual order.
    public static TelemetryDispatcher Default { get; } = new();

    /// <summary>Gets the handle of an event, always the same object for the same name. The event becomes known, and stays in
    /// memory as long as the dispatcher. Use constant names, and metadata for the values that differ between instances.</summary>
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

    /// <summary>Lists the known events, in no particular order: those whose handle was requested, those of spans, and those that
    /// a handler was attached to by name. An emit by name or a query makes no event known.</summary>
    public IReadOnlyList<TelemetryEvent> GetEvents() => _table.GetEvents();

    /// <summary>Gets the handle of an event if the event is known.</summary>
    /// <param name="name">The dotted name; a name that is not valid is not found.</param>
    /// <param name="known">The handle, or null.</param>
    /// <returns>Whether the event is known.</returns>
    public bool TryGetEvent(string name, [NotNullWhen(true)] out TelemetryEvent? known)
    {
        ArgumentNullException.ThrowIfNull(name);
        known = _table.Find(name);
        return known is not null;
    }

    /// <summary>Adds a rule that identifies exceptions of the host, such as the one that stops a pipeline. They are not failures
    /// of the handler that they leave: they pass through to the emitter, and the handler stays attached. From a handler with a
    /// buffer, they go no further. The exceptions of the abort and the interruption of a thread (<see cref="Thread.Interrupt"/>)
    /// pass through without a rule.</summary>
    /// <remarks>The handlers after it are not called for that emit.</remarks>
    /// <param name="isHostException">The function that determines whether an exception is the host's. Called on the thread that
    /// called the handler; must be fast and not throw.</param>
    /// <returns>An object that removes the rule when it is disposed.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="isHostException"/> is null.</exception>
    public IDisposable AddPassThrough(Func<Exception, bool> isHostException)
    {
        ArgumentNullException.ThrowIfNull(isHostException);
        return _table.Failures.HostExceptions.Add(isHostException);
    }

    /// <summary>Determines whether an exception is a failure of the code that it leaves, and not one of the host, which passes through
    /// (<see cref="AddPassThrough"/>). For handlers that call functions of others and catch their failures. Safe to call in an
    /// exception filter.</summary>
    /// <param name="exception">The exception.</param>
    /// <exception cref="ArgumentNullException"><paramref name="exception"/> is null.</exception>
    public bool IsHandlerFailure(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return _table.Failures.HostExceptions.IsHandlerFailure(exception);
    }

    /// <summary>Calls back now, and whenever a handler of one of the events is attached or detached, under the lock of the table.
    /// The callback must not call foreign code.</summary>
    internal void OnHandlersChanged(Action changed, params TelemetryEvent[] events) => _table.OnHandlersChanged(changed, events);

    private HandlerRegistration New(
        string id, EventPattern[] patterns, TelemetryHandler handler, object? config, HandlerOptions? options)
    {
        HandlerArguments.ThrowIfInvalid(id, handler, config);
        options ??= HandlerOptions.Default;
        options = AsyncHandler.Of(handler) is null ? options.ToReadOnly() : options.ToReadOnlyWithBuffer();
        return new HandlerRegistration(_table, id, patterns, handler, config, options);
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
