namespace Telemetry.Commands;

/// <summary>Completes the measurements of an event from its declaration.</summary>
internal sealed class MeasurementsCompleter : PayloadCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<FieldDeclaration> FieldsOf(string? eventName) => DeclaredEvents.Find(eventName)?.Measurements ?? [];
}
