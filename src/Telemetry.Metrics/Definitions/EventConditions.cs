namespace Telemetry.Metrics;

/// <summary>The conditions of a metric on its events: all of the one kind have to hold, and none of the other. Immutable, and safe
/// to use from any thread.</summary>
internal sealed class EventConditions
{
    private readonly ConditionTest[] _where;
    private readonly ConditionTest[] _whereNot;

    private EventConditions(MetricDefinition definition)
    {
        _where = [.. definition.Where.Select(condition => new ConditionTest(condition))];
        _whereNot = [.. definition.WhereNot.Select(condition => new ConditionTest(condition))];
    }

    /// <summary>Creates the conditions of a definition; null if it has none.</summary>
    internal static EventConditions? Create(MetricDefinition definition) =>
        definition.Where.Count + definition.WhereNot.Count == 0 ? null : new EventConditions(definition);

    /// <summary>Determines whether an event is recorded. An exception of an object's own <see cref="object.ToString"/> is passed
    /// on.</summary>
    internal bool IsMatch(in EventData data)
    {
        foreach (ConditionTest test in _where)
        {
            if (!test.IsMatch(data))
            {
                return false;
            }
        }

        foreach (ConditionTest test in _whereNot)
        {
            if (test.IsMatch(data))
            {
                return false;
            }
        }

        return true;
    }
}
