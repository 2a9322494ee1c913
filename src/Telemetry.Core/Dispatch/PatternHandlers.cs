namespace Telemetry;

/// <summary>
/// The handlers that listen by patterns, as they are at one moment, and what was found out about names by them. Replaced as a
/// whole when one of them comes or goes: nothing that was found out before can be used after it, or keeps a handler alive that
/// was detached. Read without a lock from any thread.
/// </summary>
/// <param name="dispatcher">The dispatcher they are attached to.</param>
/// <param name="handlers">The handlers, in attach order; at least one.</param>
/// <param name="emittedNames">The names emitted lately, which outlive the handlers.</param>
internal sealed class PatternHandlers(TelemetryDispatcher dispatcher, HandlerRegistration[] handlers, EmittedNames emittedNames)
{
    private readonly SlotSets _slotSets = new(handlers);
    private RepeatedNames? _repeated;

    /// <summary>The handlers, in attach order.</summary>
    internal HandlerRegistration[] Handlers => handlers;

    /// <summary>The handlers that take a name in; null where none does.</summary>
    internal HandlerSlot[]? SlotsFor(string name) => _slotSets.Match(name);

    /// <summary>Whether a handler takes in a name that is not known. Leaves no trace of the question.</summary>
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

    /// <summary>The event to emit by a name that is not known; null where no handler takes it in.</summary>
    /// <param name="name">The name as written, valid or not; one that is not throws.</param>
    /// <param name="parsed">The name, if it is parsed already.</param>
    /// <param name="hash">Its hash.</param>
    /// <param name="isTransient">Whether the event serves this emit alone, by <see cref="TransientEvent"/>.</param>
    internal TelemetryEvent? EventFor(string name, EventName? parsed, int hash, out bool isTransient)
    {
        isTransient = false;
        if (Volatile.Read(ref _repeated)?.Find(name, hash) is { } repeated)
        {
            // Read first: a write by every thread that emits would cost more than the look-up.
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

        // A name that may never be seen again costs an object of the size of its text at most, and is not kept.
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
