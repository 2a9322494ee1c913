namespace Telemetry.Analyzers;

/// <summary>The full names of the attributes that declare events.</summary>
internal static class AttributeNames
{
    internal const string Event = "Telemetry.TelemetryEventAttribute";
    internal const string Span = "Telemetry.TelemetrySpanAttribute";
    internal const string Measurement = "Telemetry.MeasurementAttribute";
    internal const string Metadata = "Telemetry.MetadataAttribute";
}
