using System.Diagnostics.CodeAnalysis;

namespace Telemetry;

/// <content>Finding, listing and detaching handlers.</content>
public sealed partial class TelemetryDispatcher
{
    /// <summary>Detaches a handler from all its events. One with a buffer is waited for, as
    /// <see cref="HandlerRegistration.Dispose"/> does.</summary>
    /// <param name="id">The id it was attached under, without regard to case.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="id"/> is null.</exception>
    public bool Detach(string id)
    {
        // Again, if another one has taken its place meanwhile.
        while (TryGetHandler(id, out HandlerRegistration? registration))
        {
            if (registration.Detach())
            {
                registration.Dispose();
                return true;
            }
        }

        return false;
    }

    /// <summary>Lists the handlers attached: an entry for each handler and each of the events and patterns it is attached
    /// by, in attach order.</summary>
    /// <param name="prefix">Lists only the entries of this event and of those below it, segment by segment, and the
    /// patterns that could match one of them; null lists all.</param>
    public IReadOnlyList<HandlerInfo> List(EventName? prefix = null)
    {
        var entries = new List<HandlerInfo>();
        foreach (HandlerRegistration handler in _table.GetHandlers(prefix))
        {
            foreach (EventPattern pattern in handler.PatternSpan)
            {
                if (prefix is null || pattern.CanMatchBelow(prefix))
                {
                    entries.Add(new HandlerInfo(handler, InSpellingOfEvent(pattern)));
                }
            }
        }

        return entries;
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
        return _table.TryGetHandler(id, out registration);
    }

    /// <summary>Lists the handlers that were detached for failing and whose ids have not been used again since: the last
    /// <see cref="MaxDetachedHandlers"/> of them, the latest at the end. Why one was detached is its
    /// <see cref="HandlerRegistration.LastFailure"/>.</summary>
    /// <remarks>The list keeps the values that attaching again needs, the config included, and the failure as text. It keeps neither
    /// the exception nor the payload of the event alive; <see cref="ForgetDetached"/> releases the rest.</remarks>
    public IReadOnlyList<HandlerRegistration> ListDetached() => _table.GetDetached();

    /// <summary>Removes a handler from the list of those that were detached for failing.</summary>
    /// <param name="handler">The handler.</param>
    /// <returns>Whether it was in the list.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="handler"/> is null.</exception>
    public bool ForgetDetached(HandlerRegistration handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return _table.ForgetDetached(handler);
    }

    // The spelling first given counts, which may be that of another handler.
    private EventPattern InSpellingOfEvent(EventPattern pattern) =>
        pattern.EventName is { } name && GetEvent(name).EventName is { } known && known.ToString() != name.ToString()
            ? EventPattern.FromName(known)
            : pattern;
}
