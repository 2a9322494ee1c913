using System.Collections;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>The base class of the completers of measurements and metadata: a whole table with the keys that the event declares, and a
/// value of the declared type for each. A second one also has the optional keys.</summary>
/// <remarks>The engine completes no keys inside of a table.</remarks>
internal abstract class PayloadCompleter : Completer
{
    /// <summary>Gets the declared keys of the event of the line.</summary>
    protected abstract IEnumerable<FieldDeclaration> FieldsOf(string? eventName);

    /// <inheritdoc/>
    protected override IEnumerable<CompletionResult> Complete(CompletionWord word, string command, IDictionary bound)
    {
        FieldDeclaration[] fields = [.. FieldsOf(bound["EventName"] as string).Where(field => !field.IsOfSpan)];
        FieldDeclaration[] required = Array.FindAll(fields, field => !field.IsOptional);
        return word.Text.Length > 0
            ? []
            : new[] { required, fields }
                .Where(keys => keys.Length > 0)
                .GroupBy(keys => keys.Length)
                .Select(same => ResultOf(same.First()));
    }

    private static CompletionResult ResultOf(FieldDeclaration[] fields)
    {
        string table = DeclaredEvents.TableOf(fields.Select(field => (field.Key, ValueOf(field))));
        string toolTip = string.Join(Environment.NewLine, fields.Select(DeclarationText.LineOf));
        return new CompletionResult(table, table, CompletionResultType.ParameterValue, toolTip);
    }

    private static string ValueOf(FieldDeclaration field) => field switch
    {
        MetadataDeclaration { Values.Count: > 0 } limited => DeclaredEvents.Quote(limited.Values[0]),
        { Type: DeclaredType.Integer or DeclaredType.Number } => "0",
        { Type: DeclaredType.Duration } => "[timespan]::Zero",
        { Type: DeclaredType.Time } => "(Get-Date)",
        { Type: DeclaredType.Boolean } => "$false",
        _ => "''",
    };
}
