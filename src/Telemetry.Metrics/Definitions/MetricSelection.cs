namespace Telemetry.Metrics;

/// <summary>Selects metrics by their names and their group, as reporters do. Immutable, and safe to use from any thread.</summary>
public sealed class MetricSelection
{
    private readonly EventPattern[] _patterns;
    private readonly string? _group;

    /// <summary>Creates a selection.</summary>
    /// <param name="metrics">The names of the metrics, with the wildcards <c>*</c> and <c>?</c> (<see cref="EventPattern"/>); empty for
    /// all names.</param>
    /// <param name="group">The group (<see cref="MetricDefinition.Group"/>), without regard to case; null for all.</param>
    /// <exception cref="ArgumentNullException"><paramref name="metrics"/> is null.</exception>
    /// <exception cref="MetricException">A name is not valid.</exception>
    public MetricSelection(IReadOnlyList<string> metrics, string? group = null)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        _patterns = [.. metrics.Select(Parse)];
        _group = group;
    }

    /// <summary>Determines whether a metric is selected.</summary>
    /// <param name="definition">The definition of the metric.</param>
    /// <exception cref="ArgumentNullException"><paramref name="definition"/> is null.</exception>
    public bool IsSelected(MetricDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return (_group is null || string.Equals(definition.Group, _group, StringComparison.OrdinalIgnoreCase))
            && (_patterns.Length == 0 || IsMatch(EventName.Parse(definition.Name)));
    }

    private static EventPattern Parse(string name) => EventPattern.TryParse(name, out EventPattern? pattern)
        ? pattern
        : throw new MetricException(
            MetricErrorKind.InvalidMetricName,
            $"'{MetricErrors.Printable(name ?? string.Empty)}' is not the name of a metric. Write a name, or several with the wildcards"
                + " '*' and '?', as in 'web.*'. Brackets are not wildcards here.",
            name);

    private bool IsMatch(EventName name) => Array.Exists(_patterns, pattern => pattern.IsMatch(name));
}
