using System.Collections;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Completes a tag from those of other metrics, first of those with the same name up to the measurement. The metadata of past
/// events is not known, because nobody keeps it.</summary>
internal sealed class MetricTagCompleter : Completer
{
    /// <inheritdoc/>
    protected override IEnumerable<CompletionResult> Complete(CompletionWord word, string command, IDictionary bound)
    {
        string begin = EventIn($"{bound["Name"]}");
        return ModuleMetrics.Registry.List()
            .OrderByDescending(metric => EventIn(metric.Definition.Name).Equals(begin, StringComparison.OrdinalIgnoreCase))
            .SelectMany(metric => metric.Definition.Tags, (metric, tag) => (tag.Name, Metric: metric.Definition.Name))
            .Where(tag => word.IsMatch(tag.Name))
            .GroupBy(tag => tag.Name, StringComparer.OrdinalIgnoreCase)
            .Select(tag => word.Result(tag.Key, $"{tag.Key}: a tag of {string.Join(", ", tag.Select(use => use.Metric).Take(3))}"));
    }

    private static string EventIn(string name) => name.Substring(0, Math.Max(0, name.LastIndexOf('.')));
}
