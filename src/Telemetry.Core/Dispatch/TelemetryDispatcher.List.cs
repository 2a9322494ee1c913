using System.Diagnostics.CodeAnalysis;

namespace Telemetry;

public sealed partial class TelemetryDispatcher
{
    /// <summary>Lists the handlers attached: an entry for each handler and each of the events and patterns it is attached
    /// by, in attach order.</summary>
    /// <param name="prefix">Lists only what is attached to this event and those below it, segment by segment, and the
    /// patterns that could take one of them in; null lists all.</param>
    public IReadOnlyList<HandlerInfo> List(EventName? prefix = null)
    {
        var entries = new List<(HandlerRegistration Registration, int Position, EventPattern Pattern)>();
        lock (_gate)
        {
            foreach (TelemetryEvent attached in _index.Find(prefix))
            {
                // The event's own spelling counts, which may have been given by another.
                var pattern = EventPattern.FromName(attached.Name);
                entries.AddRange(attached.Slots!
                    .Select(slot => (slot.Registration, Position: slot.Registration.Attachments.PositionOf(attached), pattern))
                    .Where(entry => entry.Position >= 0));
            }

            foreach (HandlerRegistration handler in _patternHandlers?.Handlers ?? [])
            {
                entries.AddRange(Enumerable.Range(0, handler.Patterns.Count)
                    .Where(i => handler.Patterns[i].HasWildcards && (prefix is null || handler.Patterns[i].CanMatchBelow(prefix)))
                    .Select(i => (handler, i, handler.Patterns[i])));
            }
        }

        return [.. entries
            .OrderBy(entry => entry.Registration.Sequence)
            .ThenBy(entry => entry.Position)
            .Select(entry => new HandlerInfo(entry.Registration, entry.Pattern))];
    }

    /// <summary>Lists the handlers attached to an event and to those below it.</summary>
    /// <param name="prefix">The whole name of an event or its first segments, dotted.</param>
    /// <exception cref="ArgumentNullException"><paramref name="prefix"/> is null.</exception>
    /// <exception cref="FormatException"><paramref name="prefix"/> is not a valid name.</exception>
    public IReadOnlyList<HandlerInfo> List(string prefix) => List(EventName.Parse(prefix));

    /// <summary>Looks a handler up by its id.</summary>
    /// <param name="id">The id, without regard to case.</param>
    /// <param name="registration">The handler, or null.</param>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="id"/> is null.</exception>
    public bool TryGetHandler(string id, [NotNullWhen(true)] out HandlerRegistration? registration)
    {
        ArgumentNullException.ThrowIfNull(id);
        lock (_gate)
        {
            return _handlers.TryGetValue(id, out registration);
        }
    }

    /// <summary>Lists the handlers that were detached for failing, and whose ids no handler was attached under since: the last
    /// <see cref="MaxDetachedHandlers"/> of them, the latest at the end.</summary>
    /// <remarks>The list keeps what attaching again needs, the config included, and the failure in words. It keeps neither the
    /// exception nor the payload of the event alive; <see cref="ForgetDetached"/> releases the rest.</remarks>
    public IReadOnlyList<FailureSummary> ListDetached()
    {
        lock (_gate)
        {
            return _failed.ToArray();
        }
    }

    /// <summary>Takes a handler out of the list of those that were detached for failing, and lets go of it.</summary>
    /// <param name="handler">The handler.</param>
    /// <returns>Whether it was in the list.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="handler"/> is null.</exception>
    public bool ForgetDetached(HandlerRegistration handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        lock (_gate)
        {
            return _failed.Forget(handler);
        }
    }
}
