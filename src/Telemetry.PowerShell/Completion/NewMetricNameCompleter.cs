using System.Collections;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Completes the name of a metric that is registered: one that exists, to be replaced; a declared measurement of an event; or the
/// beginning of one, which is the name of an event.</summary>
internal sealed class NewMetricNameCompleter : MetricNameCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<CompletionResult> Complete(CompletionWord word, string command, IDictionary bound) =>
        base.Complete(word, command, bound).Concat(Declared(word)).Concat(TelemetryDispatcher.Default.GetEvents()
            .Select(known => $"{known.EventName}.")
            .Where(word.IsMatch)
            .OrderBy(name => name, StringComparer.OrdinalIgnoreCase)
            .Select(name => word.Result(name, $"{name}… : the event, before the measurement")));

    private static IEnumerable<CompletionResult> Declared(CompletionWord word) =>
        from declaration in DeclaredEvents.For(word)
        from field in declaration.Measurements
        where !field.IsOfSpan || field.Key == SpanKeys.Duration
        let name = $"{declaration.Name}.{field.Key}"
        where word.IsMatch(name)
        select word.Result(name, DeclarationText.LineOf(field));
}
