namespace Telemetry.Commands;

/// <summary>Completes the metadata with which a span starts from its declaration.</summary>
internal sealed class SpanMetadataCompleter : PayloadCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<FieldDeclaration> FieldsOf(string? eventName) =>
        DeclaredEvents.Find($"{eventName}.start")?.Metadata ?? [];
}
