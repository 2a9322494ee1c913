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
    public const int MaxDepth = Emission.MaxDepth;

    private readonly object _gate = new();
    private readonly EventTable _events = new();

    /// <summary>Makes a dispatcher with no events and no handlers, apart from all others.</summary>
    public TelemetryDispatcher() => _failureEvent = GetEvent(FailureEventName);

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
        if (_events.Find(name) is { } known)
        {
            return known;
        }

        lock (_gate)
        {
            return GetOrAdd(name);
        }
    }

    /// <summary>Gets the handle of an event by its dotted name.</summary>
    /// <param name="name">The name of the event, for example <c>web.request.done</c>.</param>
    /// <exception cref="FormatException"><paramref name="name"/> is not a valid name.</exception>
    /// <inheritdoc cref="GetEvent(EventName)"/>
    public TelemetryEvent GetEvent(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _events.Find(name) ?? GetEvent(EventName.Parse(name));
    }

    /// <summary>Lists the events known, in no order: those whose handle was asked for, those of spans, and those that a handler
    /// was attached to by name. Neither an emit by name nor a question makes an event known.</summary>
    public IReadOnlyList<TelemetryEvent> GetEvents()
    {
        lock (_gate)
        {
            return _events.ToArray();
        }
    }

    /// <summary>Looks an event up without making it known.</summary>
    /// <param name="name">The dotted name; one that is not valid is not found.</param>
    /// <param name="known">The handle, or null.</param>
    /// <returns>Whether the event is known.</returns>
    public bool TryGetEvent(string name, [NotNullWhen(true)] out TelemetryEvent? known)
    {
        ArgumentNullException.ThrowIfNull(name);
        known = _events.Find(name);
        return known is not null;
    }

    private TelemetryEvent GetOrAdd(EventName name)
    {
        TelemetryEvent? known = _events.Find(name);
        if (known is null)
        {
            known = new TelemetryEvent(this, name);
            ResolvePatterns(known);
            _events.Add(known);
        }

        return known;
    }

    /// <summary>Finds the event to emit by a name: the one known, or the one to emit where a pattern takes the name in. A name
    /// that is not valid throws.</summary>
    /// <param name="name">The dotted name.</param>
    /// <param name="isTransient">Whether the event serves this emit alone: see <see cref="TransientEvent"/>.</param>
    private TelemetryEvent? Find(string name, out bool isTransient)
    {
        ArgumentNullException.ThrowIfNull(name);
        isTransient = false;

        // Before the look-up: where a pattern gives way to a name, that is known before the pattern is gone.
        PatternHandlers? byPattern = Volatile.Read(ref _patternHandlers);
        int hash = EventName.HashOf(name);
        TelemetryEvent? known = _events.Find(name, hash);
        if (known is null)
        {
            if (byPattern is not null)
            {
                return byPattern.EventFor(name, null, hash, out isTransient);
            }

            EventNameSyntax.ThrowIfInvalid(name);
        }

        return known;
    }

    private TelemetryEvent? Find(EventName name, out bool isTransient)
    {
        ArgumentNullException.ThrowIfNull(name);
        isTransient = false;
        PatternHandlers? byPattern = Volatile.Read(ref _patternHandlers);
        return _events.Find(name) ?? byPattern?.EventFor(name.ToString(), name, name.Hash, out isTransient);
    }

    internal TelemetryEvent EventOf(EventRecord record) =>
        _events.Find(record.EventName) ?? new TelemetryEvent(this, record.EventName);
}
