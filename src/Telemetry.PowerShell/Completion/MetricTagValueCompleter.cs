using System.Collections;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Completes the known values of tags: a table with the values that the declarations of the events limit the tags
/// to.</summary>
internal sealed class MetricTagValueCompleter : Completer
{
    /// <inheritdoc/>
    protected override IEnumerable<CompletionResult> Complete(CompletionWord word, string command, IDictionary bound)
    {
        string[] tags = [.. TableEntries.Items(TableEntries.Unwrap(bound["Tag"])).OfType<string>()];
        (string Key, string Value)[] values =
        [
            .. DeclaredEvents.OfMetric(bound)
                .SelectMany(declaration => declaration.Metadata)
                .Where(field => field.Values.Count > 0 && (tags.Length == 0 || tags.Contains(field.Key, StringComparer.OrdinalIgnoreCase)))
                .GroupBy(field => field.Key, StringComparer.OrdinalIgnoreCase)
                .Select(fields => (fields.Key, string.Join(", ", fields.First().Values.Select(DeclaredEvents.Quote)))),
        ];
        if (values.Length == 0 || word.Text.Length > 0)
        {
            return [];
        }

        string table = DeclaredEvents.TableOf(values);
        return [new CompletionResult(table, table, CompletionResultType.ParameterValue, "The declared values of the tags")];
    }
}
