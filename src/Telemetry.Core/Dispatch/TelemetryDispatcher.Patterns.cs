namespace Telemetry;

// Patterns are resolved when a handler is attached or an event becomes known, so that an emit has nothing to do with them.
public sealed partial class TelemetryDispatcher
{
    // Names that come by no handle but by emits are not bounded by the code; those beyond are resolved at each emit.
    private const int MaxLearned = 10_000;

    // In attach order. Replaced under the lock, read without.
    private HandlerRegistration[] _patternHandlers = [];
    private int _learned;

    /// <summary>Attaches a handler to the known events that its patterns match.</summary>
    private void ResolveKnown(HandlerRegistration registration)
    {
        foreach (TelemetryEvent known in _events.ToArray())
        {
            if (registration.Attachments.Matches(known.Name))
            {
                registration.Attachments.AddMatching(known);
            }
        }
    }

    /// <summary>Attaches an event that becomes known to the handlers whose patterns it matches.</summary>
    private void ResolvePatterns(TelemetryEvent known)
    {
        // Compiling what follows takes longer than all else that an import of the module does with a dispatcher.
        if (_patternHandlers.Length == 0)
        {
            return;
        }

        known.Slots = SlotsByPattern(known.Name, _patternHandlers);
        foreach (HandlerSlot slot in known.Slots ?? [])
        {
            slot.Registration.Attachments.AddMatching(known);
        }
    }

    /// <summary>Has the events that are not known find one handler and not the other, from one moment to the next.</summary>
    private void SwapPatterns(HandlerRegistration? without, HandlerRegistration? with)
    {
        if (without is { Attachments.HasWildcards: true } || with is { Attachments.HasWildcards: true })
        {
            IEnumerable<HandlerRegistration> others = _patternHandlers.Where(handler => handler != without);
            Volatile.Write(ref _patternHandlers, with is { Attachments.HasWildcards: true } ? [.. others, with] : [.. others]);
        }
    }

    /// <summary>The event of a name that is emitted or asked for, and is not known: where there are patterns, it becomes
    /// known, so that they are not looked at for it again.</summary>
    private TelemetryEvent? Learn(EventName name, HandlerRegistration[] byPattern)
    {
        if (Volatile.Read(ref _learned) < MaxLearned)
        {
            lock (_gate)
            {
                // Another thread may have learned it meanwhile, or a handler been attached to it.
                if (_events.Find(name) is { } known)
                {
                    return known;
                }

                if (_learned < MaxLearned)
                {
                    _learned++;
                    return GetOrAdd(name);
                }
            }
        }

        return SlotsByPattern(name, byPattern) is { } slots ? new TelemetryEvent(this, name) { Slots = slots } : null;
    }

    private static HandlerSlot[]? SlotsByPattern(EventName name, HandlerRegistration[] byPattern)
    {
        HandlerSlot[] slots =
        [
            .. byPattern
                .Where(handler => handler.Attachments.Matches(name))
                .Select(handler => new HandlerSlot(handler, handler.Entry)),
        ];
        return slots.Length == 0 ? null : slots;
    }
}
