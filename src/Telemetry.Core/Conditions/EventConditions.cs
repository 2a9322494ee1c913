namespace Telemetry;

/// <summary>The conditions that select events: all of the one kind have to hold, and none of the other. Immutable, and safe to use
/// from any thread.</summary>
public sealed class EventConditions
{
    private readonly EventCondition[] _where;
    private readonly EventCondition[] _whereNot;

    /// <summary>Creates the conditions.</summary>
    /// <param name="where">The conditions that all have to hold; may be empty.</param>
    /// <param name="whereNot">The conditions of which none may hold; may be empty.</param>
    /// <exception cref="ArgumentNullException">An argument, or a condition, is null.</exception>
    public EventConditions(IEnumerable<EventCondition> where, IEnumerable<EventCondition> whereNot)
    {
        ArgumentNullException.ThrowIfNull(where);
        ArgumentNullException.ThrowIfNull(whereNot);
        _where = [.. where];
        _whereNot = [.. whereNot];
        if (Array.IndexOf(_where, null) >= 0 || Array.IndexOf(_whereNot, null) >= 0)
        {
            throw new ArgumentNullException(Array.IndexOf(_where, null) >= 0 ? nameof(where) : nameof(whereNot), "A condition is null.");
        }
    }

    /// <summary>Whether there are no conditions, so that each event is selected.</summary>
    public bool IsEmpty => _where.Length + _whereNot.Length == 0;

    /// <summary>Determines whether an event is selected.</summary>
    /// <remarks>An exception of the <see cref="object.ToString"/> of an object in the metadata is passed on.</remarks>
    /// <param name="data">The event.</param>
    public bool IsMatch(in EventData data)
    {
        foreach (EventCondition condition in _where)
        {
            if (!condition.IsMatch(in data))
            {
                return false;
            }
        }

        foreach (EventCondition condition in _whereNot)
        {
            if (condition.IsMatch(in data))
            {
                return false;
            }
        }

        return true;
    }
}
