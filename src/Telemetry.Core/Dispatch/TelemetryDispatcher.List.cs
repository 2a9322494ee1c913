using System.Diagnostics.CodeAnalysis;

namespace Telemetry;

public sealed partial class TelemetryDispatcher
{
    /// <summary>Lists the handlers attached: an entry for each handler and event, in attach order.</summary>
    /// <param name="prefix">Lists only what is attached to this event and those below it, segment by segment; null
    /// lists all.</param>
    public IReadOnlyList<HandlerInfo> List(EventName? prefix = null)
    {
        var entries = new List<(HandlerRegistration Registration, int Position, EventName Name)>();
        lock (_gate)
        {
            foreach (TelemetryEvent attached in _index.Find(prefix))
            {
                entries.AddRange(attached.Slots!.Select(slot =>
                    (slot.Registration, slot.Registration.PositionOf(attached), attached.Name)));
            }
        }

        return [.. entries
            .OrderBy(entry => entry.Registration.Sequence)
            .ThenBy(entry => entry.Position)
            .Select(entry => new HandlerInfo(entry.Registration, entry.Name))];
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
}
