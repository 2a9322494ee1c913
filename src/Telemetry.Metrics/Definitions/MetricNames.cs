namespace Telemetry.Metrics;

/// <summary>Compares the exported names of metrics.</summary>
internal static class MetricNames
{
    /// <summary>Refuses a metric that could not be told apart from another one when it is exported.</summary>
    /// <param name="existing">The other metrics. One with the same name is skipped, as it is refused or replaced elsewhere.</param>
    /// <param name="added">The metric.</param>
    /// <exception cref="MetricException">Two names collide.</exception>
    internal static void ThrowIfCollision(IReadOnlyCollection<MetricDefinition> existing, MetricDefinition added)
    {
        foreach (MetricDefinition other in existing)
        {
            if (added.ReservedNames.FindShared(other.ReservedNames) is { } shared
                && !string.Equals(added.Name, other.Name, StringComparison.OrdinalIgnoreCase))
            {
                throw MetricErrors.Of(
                    MetricErrorKind.MetricNameCollision,
                    added,
                    $"exported, it could not be told apart from the metric '{other.Name}', as both have the name '{shared}'. "
                    + $"Choose another name, or remove '{other.Name}' first.",
                    added.Name);
            }
        }
    }
}
