using System.Diagnostics.CodeAnalysis;

namespace Telemetry;

/// <content>Methods that find, list and detach handlers.</content>
public sealed partial class TelemetryDispatcher
{
    /// <summary>Detaches a handler from all its events. For a handler with a buffer, the method waits as
    /// <see cref="HandlerRegistration.Dispose"/> does.</summary>
    /// <param name="id">The id of the handler, without regard to case.</param>
    /// <returns>Whether there was a handler with the id.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="id"/> is null.</exception>
    public bool Detach(string id)
    {
        // Repeated if another handler has replaced the one that was found.
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

    /// <summary>Lists the attached handlers, in attach order, with an entry for each event or pattern of each handler.</summary>
    /// <param name="prefix">The event whose entries are listed, with those of the events below it, segment by segment, and of the
    /// patterns that could match one of them; null for all entries.</param>
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
    /// <param name="prefix">The whole dotted name of an event, or its first segments.</param>
    /// <exception cref="ArgumentNullException"><paramref name="prefix"/> is null.</exception>
    /// <exception cref="FormatException"><paramref name="prefix"/> is not a valid name.</exception>
    public IReadOnlyList<HandlerInfo> List(string prefix) => List(EventName.Parse(prefix));

    /// <summary>Gets a handler by its id.</summary>
    /// <param name="id">The id, without regard to case.</param>
    /// <param name="registration">The handler, or null.</param>
    /// <returns>Whether there is a handler with the id.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="id"/> is null.</exception>
    public bool TryGetHandler(string id, [NotNullWhen(true)] out HandlerRegistration? registration)
    {
        ArgumentNullException.ThrowIfNull(id);
        return _table.TryGetHandler(id, out registration);
    }

    /// <summary>Lists the handlers that were detached for failing and whose ids have not been used again since: the last
    /// <see cref="MaxDetachedHandlers"/> of them, the latest at the end. The reason is in
    /// <see cref="HandlerRegistration.LastFailure"/>.</summary>
    /// <remarks>The list keeps the values that are needed to attach a handler again, including the config, and the failure as
    /// text. It keeps neither the exception nor the payload of the event alive; <see cref="ForgetDetached"/> releases the
    /// rest.</remarks>
    public IReadOnlyList<HandlerRegistration> ListDetached() => _table.GetDetached();

    /// <summary>Removes a handler from the list of handlers that were detached for failing.</summary>
    /// <param name="handler">The handler.</param>
    /// <returns>Whether it was in the list.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="handler"/> is null.</exception>
    public bool ForgetDetached(HandlerRegistration handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return _table.ForgetDetached(handler);
    }

    // An event keeps the spelling that was first given, which may be that of another handler.
    private EventPattern InSpellingOfEvent(EventPattern pattern) =>
        pattern.EventName is { } name && GetEvent(name).EventName is { } known && known.ToString() != name.ToString()
            ? EventPattern.FromName(known)
            : pattern;
}
