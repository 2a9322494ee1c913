namespace Telemetry;

/// <summary>Builds the declarations of the events of a span from the keys that its author declares.</summary>
internal sealed class SpanDeclaration
{
    private static readonly MeasurementDeclaration s_duration = Measurement(
        SpanKeys.Duration, DeclaredType.Duration, "The time from the start of the span to its end.", metricType: "Summary");

    private static readonly MeasurementDeclaration s_monotonicTime = Measurement(
        SpanKeys.MonotonicTime, DeclaredType.Duration, "The time of the event, on a monotonic clock with a fixed, unknown origin.");

    private static readonly MeasurementDeclaration s_systemTime = Measurement(
        SpanKeys.SystemTime, DeclaredType.Time, "The time of the event, in UTC.");

    private static readonly MetadataDeclaration[] s_links =
    [
        Metadata(SpanKeys.Context, DeclaredType.Any, "The identity of the span, the same in all its events."),
        Metadata(SpanKeys.Parent, DeclaredType.Any, "The identity of the span that contains this one.", isOptional: true),
    ];

    private static readonly MetadataDeclaration[] s_failure =
    [
        Metadata(SpanKeys.Kind, DeclaredType.Text, "The full name of the type of the exception."),
        Metadata(SpanKeys.Reason, DeclaredType.Any, "The exception."),
        Metadata(SpanKeys.StackTrace, DeclaredType.Text, "The stack trace of the failure."),
    ];

    private readonly EventName _name;
    private readonly string? _source;
    private readonly MetadataDeclaration[] _startMetadata;
    private readonly MeasurementDeclaration[] _stopMeasurements;
    private readonly MetadataDeclaration[] _stopMetadata;

    internal SpanDeclaration(
        EventName name,
        string? source,
        IEnumerable<MetadataDeclaration>? startMetadata,
        IEnumerable<MeasurementDeclaration>? stopMeasurements,
        IEnumerable<MetadataDeclaration>? stopMetadata)
    {
        _name = name;
        _source = source;
        _startMetadata = startMetadata is null ? [] : [.. startMetadata];
        _stopMeasurements = stopMeasurements is null ? [] : [.. stopMeasurements];
        _stopMetadata = stopMetadata is null ? [] : [.. stopMetadata];
        RefuseReserved();
    }

    internal EventDeclaration Start(string? description) => new(
        _name.Append(SpanSuffixes.Start),
        description,
        [s_monotonicTime, s_systemTime],
        [.. _startMetadata, .. Without(s_links, _startMetadata)],
        _name,
        _source);

    internal EventDeclaration Stop(string? description)
    {
        MetadataDeclaration[] inherited = [.. Without(_startMetadata, _stopMetadata).Select(field => field.AsOptional())];
        return new(
            _name.Append(SpanSuffixes.Stop),
            description,
            [s_duration, s_monotonicTime, .. _stopMeasurements],
            [.. _stopMetadata, .. inherited, .. Without(s_links, _stopMetadata.Concat(inherited))],
            _name,
            _source);
    }

    internal EventDeclaration Exception(string? description)
    {
        // Those of the failure take precedence over all others, and the start metadata over what was set since.
        MetadataDeclaration[] start = [.. Without(_startMetadata, s_failure)];
        MetadataDeclaration[] own = [.. start, .. Without(_stopMetadata, start.Concat(s_failure)).Select(field => field.AsOptional())];
        return new(
            _name.Append(SpanSuffixes.Exception),
            description,
            [s_duration, s_monotonicTime, .. _stopMeasurements.Select(field => field.AsOptional())],
            [.. own, .. s_failure, .. Without(s_links, own)],
            _name,
            _source);
    }

    private void RefuseReserved()
    {
        string[] reserved = [SpanKeys.Duration, SpanKeys.MonotonicTime];
        if (Array.Find(_stopMeasurements, field => reserved.Contains(field?.Key, StringComparer.OrdinalIgnoreCase)) is { } field)
        {
            throw new ArgumentException(
                $"Measurement '{field.Key}' of span '{_name}' is reserved: the span adds it itself. Remove it from the declaration.",
                "stopMeasurements");
        }
    }

    private static IEnumerable<MetadataDeclaration> Without(
        IEnumerable<MetadataDeclaration> fields, IEnumerable<MetadataDeclaration> others) =>
        fields.Where(field => !others.Any(other => string.Equals(field?.Key, other?.Key, StringComparison.OrdinalIgnoreCase)));

    private static MeasurementDeclaration Measurement(
        string key, DeclaredType type, string description, string? metricType = null) =>
        new(key, type, description, unit: null, metricType, isOptional: false, isOfSpan: true);

    private static MetadataDeclaration Metadata(string key, DeclaredType type, string description, bool isOptional = false) =>
        new(key, type, description, values: null, isOptional, isOfSpan: true);
}
