using System.Collections;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Completes the name of a metric. The tooltip shows its type, its events and its series.</summary>
internal class MetricNameCompleter : Completer
{
    /// <inheritdoc/>
    protected override IEnumerable<CompletionResult> Complete(CompletionWord word, string command, IDictionary bound) =>
        ModuleMetrics.Registry.List()
            .Where(metric => word.IsMatch(metric.Definition.Name))
            .Select(metric => word.Result(metric.Definition.Name, Describe(new ScriptMetricInfo(metric))));

    private static string Describe(ScriptMetricInfo metric) =>
        FormattableString.Invariant(
            $"{metric.Type} of {metric.EventText}: {Count(metric.Series, "series", "series")}, {metric.Recorded} recorded");
}
