using System.Collections;

namespace Telemetry.Metrics;

/// <summary>The rules for the conditions of a metric on its events.</summary>
internal static class ConditionRules
{
    internal static void Check(MetricDefinition definition)
    {
        foreach (MetricCondition? condition in definition.Where.Concat(definition.WhereNot))
        {
            string? problem = condition is null || string.IsNullOrWhiteSpace(condition.Key)
                    ? "a condition has no key. Write the key of the value to compare."
                : condition.Values.Count == 0
                    ? $"the condition on '{condition.Key}' has no values. Give at least one to compare with."
                : condition.Values.Any(IsList)
                    ? $"a value of the condition on '{condition.Key}' is a list. Give its values one by one."
                : null;
            if (problem is not null)
            {
                throw MetricErrors.Of(MetricErrorKind.InvalidFilter, definition, problem, condition?.Key);
            }
        }
    }

    private static bool IsList(MetadataValue value) => value.Kind == MetadataValueKind.Object && value.ToObject() is IEnumerable;
}
