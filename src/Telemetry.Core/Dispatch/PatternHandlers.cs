namespace Telemetry;

/// <summary>
/// The handlers that listen by patterns, at one moment, with the results of matching names against them. Replaced as a whole when
/// one of them is attached or detached, so that outdated results are never used, and do not keep a detached handler alive. Read
/// from any thread without a lock.
/// </summary>
/// <param name="dispatcher">The dispatcher of the handlers.</param>
/// <param name="handlers">The handlers, in attach order; at least one.</param>
/// <param name="emittedNames">The names emitted lately. They outlive this object.</param>
internal sealed class PatternHandlers(TelemetryDispatcher dispatcher, HandlerRegistration[] handlers, EmittedNames emittedNames)
{
    private readonly SlotSets _slotSets = new(handlers);
    private RepeatedNames? _repeated;

    /// <summary>The handlers, in attach order.</summary>
    internal HandlerRegistration[] Handlers => handlers;

    /// <summary>Returns the handlers that match a name; null if none does.</summary>
    internal HandlerSlot[]? SlotsFor(string name) => _slotSets.Match(name);

    /// <summary>Determines whether a handler matches an unknown name. Records nothing.</summary>
    internal bool HasMatch(string name, int hash)
    {
        if (Volatile.Read(ref _repeated)?.Find(name, hash) is { } repeated)
        {
            return repeated.HasHandlers;
        }

        foreach (HandlerRegistration handler in handlers)
        {
            if (handler.MatchesByWildcard(name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Returns the event to emit by an unknown name; null if no handler matches the name.</summary>
    /// <param name="name">The dotted name. The method throws if it is not valid.</param>
    /// <param name="parsed">The name, if it is parsed already.</param>
    /// <param name="hash">Its hash.</param>
    /// <param name="isTransient">Whether the event is for this emit only, from <see cref="TransientEvent"/>.</param>
    internal TelemetryEvent? EventFor(string name, EventName? parsed, int hash, out bool isTransient)
    {
        isTransient = false;
        if (Volatile.Read(ref _repeated)?.Find(name, hash) is { } repeated)
        {
            // Read first, as a write by every thread that emits would cost more than the look-up.
            if (!repeated.IsInUse)
            {
                repeated.IsInUse = true;
            }

            return repeated;
        }

        if (parsed is null)
        {
            EventNameSyntax.ThrowIfInvalid(name);
        }

        HandlerSlot[]? slots = SlotsFor(name);
        if (emittedNames.Add(hash))
        {
            return Repeated().GetOrAdd(new TelemetryEvent(dispatcher, parsed ?? EventName.Parse(name)) { Slots = slots });
        }

        // A name that may never be emitted again costs at most an object of the size of its text, and is not kept.
        isTransient = slots is not null;
        return slots is null ? null : TransientEvent.Rent(dispatcher, parsed ?? EventName.Parse(name), slots);
    }

    private RepeatedNames Repeated()
    {
        if (Volatile.Read(ref _repeated) is null)
        {
            Interlocked.CompareExchange(ref _repeated, new RepeatedNames(), null);
        }

        return Volatile.Read(ref _repeated)!;
    }
}
