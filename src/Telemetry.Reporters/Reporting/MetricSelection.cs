using Telemetry.Metrics;

namespace Telemetry.Reporters;

/// <summary>Selects the metrics that a reporter reports. Immutable.</summary>
internal sealed class MetricSelection
{
    private readonly EventPattern[] _patterns;
    private readonly string? _group;

    /// <exception cref="ReporterException">A name is not valid.</exception>
    internal MetricSelection(IReadOnlyList<string> metrics, string? group)
    {
        _patterns = [.. metrics.Select(Parse)];
        _group = group;
    }

    internal bool IsSelected(Metric metric) =>
        (_group is null || string.Equals(metric.Definition.Group, _group, StringComparison.OrdinalIgnoreCase))
        && (_patterns.Length == 0 || IsMatch(EventName.Parse(metric.Definition.Name)));

    private static EventPattern Parse(string name) => EventPattern.TryParse(name, out EventPattern? pattern)
        ? pattern
        : throw new ReporterException(
            ReporterErrorKind.InvalidOption,
            $"'{name}' is not the name of a metric. Write a name, or several with the wildcards '*' and '?', as in 'web.*'."
                + " Brackets are not wildcards here.",
            name);

    private bool IsMatch(EventName name) => Array.Exists(_patterns, pattern => pattern.IsMatch(name));
}
