using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>A declared event, as Get-TelemetryEvent -Declared writes it. Immutable.</summary>
public sealed class ScriptEventDeclaration
{
    internal ScriptEventDeclaration(EventDeclaration declaration) => Declaration = declaration;

    /// <summary>The name of the event.</summary>
    public string EventName => Declaration.Name.ToString();

    /// <summary>The description of when the event is emitted; empty if there is none.</summary>
    public string Description => Declaration.Description;

    /// <summary>The declared measurements, in their order.</summary>
    public IReadOnlyList<MeasurementDeclaration> Measurements => Declaration.Measurements;

    /// <summary>The declared metadata, in their order.</summary>
    public IReadOnlyList<MetadataDeclaration> Metadata => Declaration.Metadata;

    /// <summary>The name of the span that the event belongs to; null if it belongs to none.</summary>
    public string? Span => Declaration.Span?.ToString();

    /// <summary>The name of the module, library or script that emits the event; null if it is not known.</summary>
    public string? Source => Declaration.Source;

    /// <summary>The underlying declaration, for C# code.</summary>
    [Hidden]
    public EventDeclaration Declaration { get; }

    /// <summary>The name, for a table.</summary>
    [Hidden]
    public string NameCell => WrappedText.Of(EventName, 24);

    /// <summary>The description, for a table.</summary>
    [Hidden]
    public string DescriptionCell => WrappedText.Of(Description, 22);

    /// <summary>The measurements with their units, for a table, without those that a span adds except for the duration.</summary>
    [Hidden]
    public string MeasurementsCell => WrappedText.Of(DeclarationText.OfMeasurements(Measurements.Where(IsShown)), 15);

    /// <summary>The metadata with their values, for a table, without those that a span adds.</summary>
    [Hidden]
    public string MetadataCell => WrappedText.Of(DeclarationText.OfMetadata(Metadata.Where(IsShown)), 16);

    /// <summary>All measurements with their types and meanings, each on a line.</summary>
    [Hidden]
    public string MeasurementLines => string.Join(Environment.NewLine, Measurements.Select(DeclarationText.LineOf));

    /// <summary>All metadata with their types and meanings, each on a line.</summary>
    [Hidden]
    public string MetadataLines => string.Join(Environment.NewLine, Metadata.Select(DeclarationText.LineOf));

    /// <summary>Returns the name of the event.</summary>
    public override string ToString() => EventName;

    private static bool IsShown(FieldDeclaration field) => !field.IsOfSpan || field.Key == SpanKeys.Duration;
}
