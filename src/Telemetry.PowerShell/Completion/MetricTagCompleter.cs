using System.Collections;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Completes a tag from the declared metadata of the events, and from the tags of other metrics, first of those with the same name
/// up to the measurement. The metadata of past events is not known, because nobody keeps it.</summary>
internal sealed class MetricTagCompleter : Completer
{
    /// <inheritdoc/>
    protected override IEnumerable<CompletionResult> Complete(CompletionWord word, string command, IDictionary bound)
    {
        CompletionResult[] declared = [.. Declared(word, bound)];
        return declared.Concat(OfOthers(word, bound).Where(other => !Array.Exists(declared, result => IsSame(result, other))));
    }

    private static IEnumerable<CompletionResult> Declared(CompletionWord word, IDictionary bound) => DeclaredEvents.OfMetric(bound)
        .SelectMany(declaration => declaration.Metadata)
        .Where(field => !field.IsOfSpan && word.IsMatch(field.Key))
        .GroupBy(field => field.Key, StringComparer.OrdinalIgnoreCase)
        .Select(fields => word.Result(fields.Key, DeclarationText.LineOf(fields.First())));

    private static IEnumerable<CompletionResult> OfOthers(CompletionWord word, IDictionary bound)
    {
        string begin = EventIn($"{bound["Name"]}");
        return ModuleMetrics.Registry.List()
            .OrderByDescending(metric => EventIn(metric.Definition.Name).Equals(begin, StringComparison.OrdinalIgnoreCase))
            .SelectMany(metric => metric.Definition.Tags, (metric, tag) => (tag.Name, Metric: metric.Definition.Name))
            .Where(tag => word.IsMatch(tag.Name))
            .GroupBy(tag => tag.Name, StringComparer.OrdinalIgnoreCase)
            .Select(tag => word.Result(tag.Key, $"{tag.Key}: a tag of {string.Join(", ", tag.Select(use => use.Metric).Take(3))}"));
    }

    private static bool IsSame(CompletionResult result, CompletionResult other) =>
        string.Equals(result.ListItemText, other.ListItemText, StringComparison.OrdinalIgnoreCase);

    private static string EventIn(string name) => name.Substring(0, Math.Max(0, name.LastIndexOf('.')));
}
