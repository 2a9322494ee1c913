using System.Collections;
using System.Management.Automation;
using Telemetry.Metrics;

namespace Telemetry.Commands;

/// <summary>Completes the name of a preset. The tooltip shows its metrics.</summary>
internal sealed class PresetCompleter : Completer
{
    /// <inheritdoc/>
    protected override IEnumerable<CompletionResult> Complete(CompletionWord word, string command, IDictionary bound) =>
        MetricFile.Presets.Where(word.IsMatch).Select(name => word.Result(name, Describe(MetricFile.ReadPreset(name))));

    private static string Describe(MetricFileContent preset) =>
        $"{Count(preset.Metrics.Count, "metric")}: {string.Join(", ", preset.Metrics.Select(metric => metric.Name))}";
}
