using System.Collections;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Completes the measurement of a metric from the declarations of its events.</summary>
internal sealed class MetricMeasurementCompleter : Completer
{
    /// <inheritdoc/>
    protected override IEnumerable<CompletionResult> Complete(CompletionWord word, string command, IDictionary bound) =>
        DeclaredEvents.OfMetric(bound)
            .SelectMany(declaration => declaration.Measurements)
            .Where(field => word.IsMatch(field.Key))
            .GroupBy(field => field.Key, StringComparer.OrdinalIgnoreCase)
            .Select(fields => word.Result(fields.Key, DeclarationText.LineOf(fields.First())));
}
