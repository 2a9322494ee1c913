namespace Telemetry;

/// <content>The declarations of the events of a span.</content>
public sealed partial class EventDeclaration
{
    /// <summary>Creates the declarations of the three events of a span, with the keys that the span itself adds
    /// (<see cref="FieldDeclaration.IsOfSpan"/>).</summary>
    /// <remarks>
    /// <para>The <c>stop</c> event may also have the start metadata (<see cref="TelemetrySpan.IncludesStartMetadata"/>). The
    /// <c>exception</c> event has the start metadata, and may have the measurements and metadata of <c>stop</c> that were set before the
    /// failure.</para>
    /// <para>Start metadata may contain <c>telemetry_span_context</c> and <c>telemetry_span_parent</c>: this declaration then replaces
    /// the span's own.</para>
    /// </remarks>
    /// <param name="name">The name of the span, with which the names of its events begin.</param>
    /// <param name="description">The description of the operation that the span measures; null for none.</param>
    /// <param name="startMetadata">The metadata that the span is started with; null for none.</param>
    /// <param name="stopMeasurements">The measurements that the emitter adds to the end; null for none. <c>duration</c> and
    /// <c>monotonic_time</c> are reserved for the span.</param>
    /// <param name="stopMetadata">The metadata that the emitter adds to the end; null for none.</param>
    /// <param name="source">The name of the library, module or script that emits the events; null if it is not known.</param>
    /// <returns>The declarations of <c>start</c>, <c>stop</c> and <c>exception</c>, in this order.</returns>
    /// <exception cref="ArgumentNullException">The name, or one of the measurements or metadata, is null.</exception>
    /// <exception cref="ArgumentException">A key is declared twice, or is reserved.</exception>
    public static IReadOnlyList<EventDeclaration> ForSpan(
        EventName name,
        string? description = null,
        IEnumerable<MetadataDeclaration>? startMetadata = null,
        IEnumerable<MeasurementDeclaration>? stopMeasurements = null,
        IEnumerable<MetadataDeclaration>? stopMetadata = null,
        string? source = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        var span = new SpanDeclaration(name, source, startMetadata, stopMeasurements, stopMetadata);
        return
        [
            span.Start(SpanDescriptions.Of(SpanDescriptions.Start, description)),
            span.Stop(SpanDescriptions.Of(SpanDescriptions.Stop, description)),
            span.Exception(SpanDescriptions.Of(SpanDescriptions.Exception, description)),
        ];
    }

    /// <inheritdoc cref="ForSpan(EventName, string?, IEnumerable{MetadataDeclaration}?, IEnumerable{MeasurementDeclaration}?,
    /// IEnumerable{MetadataDeclaration}?, string?)"/>
    /// <exception cref="FormatException">The name is not valid.</exception>
    public static IReadOnlyList<EventDeclaration> ForSpan(
        string name,
        string? description = null,
        IEnumerable<MetadataDeclaration>? startMetadata = null,
        IEnumerable<MeasurementDeclaration>? stopMeasurements = null,
        IEnumerable<MetadataDeclaration>? stopMetadata = null,
        string? source = null) =>
        ForSpan(EventName.Parse(name), description, startMetadata, stopMeasurements, stopMetadata, source);
}
