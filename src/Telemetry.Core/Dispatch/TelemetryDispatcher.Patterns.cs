namespace Telemetry;

// Patterns are resolved when a handler is attached or an event becomes known. Names that are emitted without becoming known are
// resolved when they come, and once for all where they repeat.
public sealed partial class TelemetryDispatcher
{
    private readonly EmittedNames _emittedNames = new();

    // Null where no handler listens by a pattern. Replaced under the lock, read without.
    private PatternHandlers? _patternHandlers;

    /// <summary>Attaches a handler to the known events that its patterns match.</summary>
    private void ResolveKnown(HandlerRegistration registration)
    {
        foreach (TelemetryEvent known in _events.ToArray())
        {
            if (registration.Attachments.Matches(known.Name.ToString()))
            {
                registration.Attachments.AddMatching(known);
            }
        }
    }

    /// <summary>Attaches an event that becomes known to the handlers whose patterns it matches.</summary>
    private void ResolvePatterns(TelemetryEvent known)
    {
        // Compiling what follows takes longer than all else that an import of the module does with a dispatcher.
        if (_patternHandlers is null)
        {
            return;
        }

        known.Slots = _patternHandlers.SlotsFor(known.Name.ToString());
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
            IEnumerable<HandlerRegistration> others = (_patternHandlers?.Handlers ?? []).Where(handler => handler != without);
            HandlerRegistration[] handlers = with is { Attachments.HasWildcards: true } ? [.. others, with] : [.. others];
            Volatile.Write(
                ref _patternHandlers, handlers.Length == 0 ? null : new PatternHandlers(this, handlers, _emittedNames));
        }
    }
}
