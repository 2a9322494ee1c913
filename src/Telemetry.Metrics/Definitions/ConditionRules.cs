namespace Telemetry.Metrics;

/// <summary>The rules for the conditions of a metric on its events.</summary>
internal static class ConditionRules
{
    /// <summary>Returns the conditions of a definition; null if it has none.</summary>
    internal static EventConditions? ConditionsOf(MetricDefinition definition) =>
        definition.Where.Concat(definition.WhereNot).Contains(null!)
            ? throw MetricErrors.Of(
                MetricErrorKind.InvalidFilter, definition, "a condition is null. Give a condition, or leave it out.", target: null)
        : definition.Where.Count + definition.WhereNot.Count == 0 ? null
        : new EventConditions(definition.Where, definition.WhereNot);
}
