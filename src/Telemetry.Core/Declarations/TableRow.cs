namespace Telemetry;

/// <summary>A row in a table of declared keys.</summary>
/// <param name="field">The key.</param>
/// <param name="part">The events of a span that have the key, and their part; null for an event of no span.</param>
internal sealed class TableRow(FieldDeclaration field, string? part = null)
{
    internal FieldDeclaration Field { get; } = field;

    internal string? Part { get; } = part;
}
