namespace Telemetry;

// Patterns are resolved when a handler is attached or an event becomes known, so that an emit has nothing to do with them.
public sealed partial class TelemetryDispatcher
{
    // Names that come by no handle but by emits are not bounded by the code; those beyond are resolved at each emit.
    private const int MaxLearned = 10_000;

    // In attach order. Replaced under the lock, read without.
    private HandlerRegistration[] _patternHandlers = [];
    private int _learned;

    private bool HasPatterns => Volatile.Read(ref _patternHandlers).Length > 0;

    private void AddMatching(HandlerRegistration registration)
    {
        foreach (TelemetryEvent known in _events.ToArray())
        {
            if (registration.Attachments.Matches(known.Name))
            {
                registration.Attachments.AddMatching(known);
            }
        }

        Volatile.Write(ref _patternHandlers, [.. _patternHandlers, registration]);
    }

    private void RemovePatterns(HandlerRegistration registration)
    {
        if (registration.Attachments.HasWildcards)
        {
            Volatile.Write(ref _patternHandlers, Array.FindAll(_patternHandlers, other => other != registration));
        }
    }

    /// <summary>Attaches an event that becomes known to the handlers whose patterns it matches.</summary>
    private void ResolvePatterns(TelemetryEvent known)
    {
        known.Slots = SlotsByPattern(known.Name);
        foreach (HandlerSlot slot in known.Slots ?? [])
        {
            slot.Registration.Attachments.AddMatching(known);
        }
    }

    /// <summary>The event of a name that is emitted or asked for, and is not known: where there are patterns, it becomes
    /// known, so that they are not looked at for it again.</summary>
    private TelemetryEvent? Learn(EventName name)
    {
        if (Volatile.Read(ref _learned) < MaxLearned)
        {
            lock (_gate)
            {
                _learned++;
                return GetOrAdd(name);
            }
        }

        return new TelemetryEvent(this, name) { Slots = SlotsByPattern(name) };
    }

    private HandlerSlot[]? SlotsByPattern(EventName name)
    {
        HandlerSlot[] slots =
        [
            .. Volatile.Read(ref _patternHandlers)
                .Where(handler => handler.Attachments.Matches(name))
                .Select(handler => new HandlerSlot(handler, handler.Entry)),
        ];
        return slots.Length == 0 ? null : slots;
    }
}
