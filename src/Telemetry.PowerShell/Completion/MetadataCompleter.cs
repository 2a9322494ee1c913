namespace Telemetry.Commands;

/// <summary>Completes the metadata of an event from its declaration.</summary>
internal sealed class MetadataCompleter : PayloadCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<FieldDeclaration> FieldsOf(string? eventName) => DeclaredEvents.Find(eventName)?.Metadata ?? [];
}
