using System.Diagnostics.CodeAnalysis;

namespace Telemetry;

/// <summary>
/// The events and handlers of a dispatcher, and the lock that guards them. Writers take the lock and publish new arrays; an emit
/// takes no lock. No handler or callback of a user runs under the lock.
/// </summary>
internal sealed class HandlerTable : IHandlerOwner
{
    // Shared by all dispatchers, as a report of failures determines which handlers were attached after it began.
    private static long s_lastSequence;

    private readonly object _gate = new();
    private readonly TelemetryDispatcher _dispatcher;
    private readonly EventTable _events = new();
    private readonly SortedEvents _sortedEvents = new();
    private readonly Dictionary<string, HandlerRegistration> _handlers = new(StringComparer.OrdinalIgnoreCase);
    private readonly FailedHandlers _failed = new();
    private readonly HandlerWatches _watches = new();
    private readonly EmittedNames _emittedNames = new();

    // Null if no handler listens by a pattern. Replaced under the lock, read without it.
    private PatternHandlers? _patternHandlers;

    internal HandlerTable(TelemetryDispatcher dispatcher)
    {
        _dispatcher = dispatcher;
        Failures = new HandlerFailures(dispatcher, this);
    }

    /// <summary>The position in attach order of the handler that was attached last, to any dispatcher.</summary>
    internal static long LastSequence => Interlocked.Read(ref s_lastSequence);

    /// <summary>Processes the failures of handlers.</summary>
    internal HandlerFailures Failures { get; }

    internal TelemetryEvent GetEvent(EventName name)
    {
        if (_events.Find(name) is { } known)
        {
            return known;
        }

        lock (_gate)
        {
            return GetOrAdd(name);
        }
    }

    internal TelemetryEvent? Find(string name) => _events.Find(name);

    internal TelemetryEvent[] GetEvents()
    {
        lock (_gate)
        {
            return _events.ToArray();
        }
    }

    /// <summary>Calls back now, and whenever a handler of one of the events is attached or detached, under the lock.</summary>
    internal void OnHandlersChanged(Action changed, params TelemetryEvent[] events)
    {
        lock (_gate)
        {
            foreach (TelemetryEvent known in events)
            {
                known.HandlersChanged = changed;
            }

            changed();
        }
    }

    /// <summary>Returns the event to emit by a name: the known one, or another one if a pattern matches the name. Throws if the
    /// name is not valid.</summary>
    /// <param name="name">The dotted name.</param>
    /// <param name="isTransient">Whether the event is for this emit only: see <see cref="TransientEvent"/>.</param>
    internal TelemetryEvent? FindToEmit(string name, out bool isTransient)
    {
        isTransient = false;

        // Read before the look-up, or the emit could find neither: a handler by pattern that is replaced by one by name is
        // removed after the name becomes known.
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

    /// <inheritdoc cref="FindToEmit(string, out bool)"/>
    internal TelemetryEvent? FindToEmit(EventName name, out bool isTransient)
    {
        isTransient = false;
        PatternHandlers? byPattern = Volatile.Read(ref _patternHandlers);
        return _events.Find(name) ?? byPattern?.EventFor(name.ToString(), name, name.Hash, out isTransient);
    }

    /// <summary>Determines whether an event has a handler. Throws if the name is not valid.</summary>
    /// <param name="name">The dotted name.</param>
    /// <param name="parsed">The name, if it is parsed already.</param>
    /// <param name="hash">The hash of the name.</param>
    internal bool HasHandlers(string name, EventName? parsed, int hash)
    {
        PatternHandlers? byPattern = Volatile.Read(ref _patternHandlers);
        if (_events.Find(name, hash) is { } known)
        {
            return known.HasHandlers;
        }

        if (parsed is null)
        {
            EventNameSyntax.ThrowIfInvalid(name);
        }

        return byPattern is not null && byPattern.HasMatch(name, hash);
    }

    /// <summary>Attaches a handler if its id is free.</summary>
    internal bool TryAdd(HandlerRegistration added)
    {
        lock (_gate)
        {
            if (_handlers.ContainsKey(added.Id))
            {
                return false;
            }

            Publish(added, replaced: null);
        }

        _watches.Report();
        return true;
    }

    /// <summary>Attaches a handler in place of the one with its id, if any.</summary>
    internal void Replace(HandlerRegistration added)
    {
        HandlerRegistration? replaced;
        lock (_gate)
        {
            _handlers.TryGetValue(added.Id, out replaced);
            Publish(added, replaced);
        }

        _watches.Report();
        replaced?.OnDetached();
        replaced?.Dispose();
    }

    public bool Detach(HandlerRegistration handler)
    {
        lock (_gate)
        {
            if (!handler.IsAttached)
            {
                return false;
            }

            Unpublish(handler);
        }

        NotifyOfDetaching(handler);
        return true;
    }

    /// <summary>Records a failure with its handler, and detaches the handler if this is its last failure, in one step, so that
    /// neither is visible without the other.</summary>
    /// <returns>Whether to report the failure. If a handler fails on several threads, the one that detaches it reports; a later
    /// failure is not reported, unless it is one at an event that was queued before.</returns>
    internal bool RecordFailure(HandlerRegistration handler, FailureSummary failure, bool isLast)
    {
        lock (_gate)
        {
            bool isOnlyCall = handler.IsInOnlyCall;
            if (!handler.IsAttached && !handler.IsDelivering && !isOnlyCall)
            {
                return false;
            }

            failure.WasDetached = isOnlyCall || (isLast && handler.IsAttached);
            handler.RecordFailure(failure);
            if (failure.WasDetached)
            {
                AddFailed(handler);
            }

            return true;
        }
    }

    /// <summary>Notifies the watches, and the subscribers of a handler, that the handler is detached. Not to be called under the
    /// lock.</summary>
    internal void NotifyOfDetaching(HandlerRegistration handler)
    {
        _watches.Report();
        handler.OnDetached();
    }

    internal bool TryGetHandler(string id, [NotNullWhen(true)] out HandlerRegistration? handler)
    {
        lock (_gate)
        {
            return _handlers.TryGetValue(id, out handler);
        }
    }

    /// <summary>Returns the handlers that are attached at a prefix or below it, by name or by a pattern that could match there,
    /// in attach order; all handlers if there is no prefix.</summary>
    internal HandlerRegistration[] GetHandlers(EventName? prefix)
    {
        lock (_gate)
        {
            IEnumerable<HandlerRegistration> handlers = prefix is null
                ? _handlers.Values
                : HandlersBelow(prefix).Concat(_patternHandlers?.Handlers ?? []).Distinct();
            return [.. handlers.OrderBy(handler => handler.Sequence)];
        }
    }

    internal HandlerRegistration[] GetDetached()
    {
        lock (_gate)
        {
            return _failed.ToArray();
        }
    }

    internal bool ForgetDetached(HandlerRegistration handler)
    {
        lock (_gate)
        {
            return _failed.Remove(handler);
        }
    }

    internal HandlerWatch AddWatch(EventName name, bool includesBelow, Action<bool> changed)
    {
        var watch = new HandlerWatch(name, includesBelow, changed, RemoveWatch);
        lock (_gate)
        {
            _watches.Add(watch, _handlers.Values);
        }

        watch.Report();
        return watch;
    }

    void IHandlerOwner.BeginOnce(HandlerRegistration handler)
    {
        lock (_gate)
        {
            if (handler.IsAttached)
            {
                Unpublish(handler);
            }
        }
    }

    void IHandlerOwner.EndOnce(HandlerRegistration handler) => NotifyOfDetaching(handler);

    bool IHandlerOwner.IsHandlerFailure(Exception exception) => Failures.HostExceptions.IsHandlerFailure(exception);

    void IHandlerOwner.Fail(HandlerRegistration handler, in EventData data, Exception exception, bool wasRefused) =>
        Failures.Fail(handler, in data, exception, wasRefused);

    Action<EventRecord> IHandlerOwner.CreateDelivery(HandlerRegistration handler, TelemetryHandler next)
    {
        HandlerSlot[] slots = [new HandlerSlot(handler, next)];
        return record => Emission.Run(slots, new EventData(record));
    }

    private void RemoveWatch(HandlerWatch watch)
    {
        lock (_gate)
        {
            _watches.Remove(watch);
        }
    }

    // The methods from here on run under the lock.
    private TelemetryEvent GetOrAdd(EventName name)
    {
        TelemetryEvent? known = _events.Find(name);
        if (known is null)
        {
            known = new TelemetryEvent(_dispatcher, name) { Slots = _patternHandlers?.SlotsFor(name.ToString()) };
            _events.Add(known);
            _sortedEvents.Add(known);
        }

        return known;
    }

    private void Publish(HandlerRegistration added, HandlerRegistration? replaced)
    {
        added.Sequence = Interlocked.Increment(ref s_lastSequence);

        // Counted before the replaced handler is removed, or a watch would see no handler for a moment.
        _watches.Count(added, 1);
        if (replaced is not null)
        {
            Remove(replaced);
        }

        // Resolved before the patterns of a replaced handler are removed: an event that becomes known here has that handler at
        // first.
        TelemetryEvent[] events = ResolveEvents(added);
        added.IsAttached = true;
        _handlers.Add(added.Id, added);
        _failed.Remove(added.Id);
        added.OnAttached();
        foreach (TelemetryEvent attached in events)
        {
            attached.Swap(without: replaced, with: added);
        }

        SwapPatterns(without: replaced, with: added);
        if (replaced is not null)
        {
            RemoveFromEvents(replaced);
            replaced.IsAttached = false;
        }
    }

    private void Unpublish(HandlerRegistration handler)
    {
        Remove(handler);
        SwapPatterns(without: handler, with: null);
        RemoveFromEvents(handler);

        // Set after the new arrays are published: once the property is false, no emit that starts may call the handler.
        handler.IsAttached = false;
    }

    // A handler that is called once is detached already, and its id may belong to another one by now.
    private void AddFailed(HandlerRegistration handler)
    {
        if (handler.IsAttached)
        {
            Unpublish(handler);
        }

        if (!_handlers.ContainsKey(handler.Id))
        {
            _failed.Add(handler);
        }
    }

    private void Remove(HandlerRegistration handler)
    {
        _handlers.Remove(handler.Id);
        _watches.Count(handler, -1);
    }

    /// <summary>Returns the events of a handler without duplicates. The events that it names become known.</summary>
    private TelemetryEvent[] ResolveEvents(HandlerRegistration handler)
    {
        ReadOnlySpan<EventPattern> patterns = handler.PatternSpan;
        var named = new TelemetryEvent[patterns.Length];
        int count = 0;
        foreach (EventPattern pattern in patterns)
        {
            if (pattern.EventName is { } name)
            {
                named[count++] = GetOrAdd(name);
            }
        }

        return handler.HasWildcards
            ? [.. named.Take(count).Union(_events.ToArray().Where(known => handler.MatchesByWildcard(known.EventName.ToString())))]
            : named;
    }

    private void RemoveFromEvents(HandlerRegistration handler)
    {
        if (handler.HasWildcards)
        {
            foreach (TelemetryEvent known in _events.ToArray())
            {
                known.Swap(without: handler, with: null);
            }
        }
        else
        {
            foreach (EventPattern pattern in handler.PatternSpan)
            {
                _events.Find(pattern.EventName!)!.Swap(without: handler, with: null);
            }
        }
    }

    private IEnumerable<HandlerRegistration> HandlersBelow(EventName prefix)
    {
        IEnumerable<TelemetryEvent> below = _sortedEvents.Below(prefix);
        return (_events.Find(prefix) is { } known ? below.Prepend(known) : below)
            .SelectMany(attached => attached.Slots ?? [])
            .Select(slot => slot.Registration);
    }

    /// <summary>Replaces one handler with another for the unknown events, in one step.</summary>
    private void SwapPatterns(HandlerRegistration? without, HandlerRegistration? with)
    {
        if (without is { HasWildcards: true } || with is { HasWildcards: true })
        {
            IEnumerable<HandlerRegistration> others = (_patternHandlers?.Handlers ?? []).Where(handler => handler != without);
            HandlerRegistration[] handlers = with is { HasWildcards: true } ? [.. others, with] : [.. others];
            Volatile.Write(
                ref _patternHandlers, handlers.Length == 0 ? null : new PatternHandlers(_dispatcher, handlers, _emittedNames));
        }
    }
}
