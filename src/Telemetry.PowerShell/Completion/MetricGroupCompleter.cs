using System.Collections;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Completes the group of a metric from the groups of others.</summary>
internal sealed class MetricGroupCompleter : Completer
{
    /// <inheritdoc/>
    protected override IEnumerable<CompletionResult> Complete(CompletionWord word, string command, IDictionary bound) =>
        ModuleMetrics.Registry.List()
            .Where(metric => metric.Definition.Group is { } group && word.IsMatch(group))
            .GroupBy(metric => metric.Definition.Group!, StringComparer.OrdinalIgnoreCase)
            .OrderBy(group => group.Key, StringComparer.OrdinalIgnoreCase)
            .Select(group => word.Result(group.Key, $"{group.Key}: {Count(group.Count(), "metric")}"));
}
