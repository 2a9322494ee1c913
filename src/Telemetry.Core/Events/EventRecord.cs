namespace Telemetry;

/// <summary>An immutable snapshot of one emitted event. Safe to keep and to use from any thread.</summary>
public sealed class EventRecord
{
    private readonly EventFields<MeasurementValue> _measurements;
    private readonly EventFields<MetadataValue> _metadata;

    internal EventRecord(
        EventName name, DateTime timestamp, EventFields<MeasurementValue> measurements, EventFields<MetadataValue> metadata)
    {
        EventName = name;
        Timestamp = timestamp;
        _measurements = measurements;
        _metadata = metadata;
        Span = EmittingSpan.Current;
    }

    /// <summary>The name of the event, in the spelling first given to the dispatcher.</summary>
    public EventName EventName { get; }

    /// <summary>The time at which the snapshot was taken, in UTC.</summary>
    public DateTime Timestamp { get; }

    /// <summary>The measurements by key, without regard to case.</summary>
    public IReadOnlyDictionary<string, MeasurementValue> Measurements => _measurements;

    /// <summary>The metadata by key, without regard to case.</summary>
    public IReadOnlyDictionary<string, MetadataValue> Metadata => _metadata;

    /// <summary>The innermost span that was current where the snapshot was taken, or null.</summary>
    internal object? Span { get; }

    internal ReadOnlySpan<KeyValuePair<string, MeasurementValue>> MeasurementSpan => _measurements.AsSpan();

    internal ReadOnlySpan<KeyValuePair<string, MetadataValue>> MetadataSpan => _metadata.AsSpan();

    /// <summary>Returns the name, the measurements and the metadata on one line.</summary>
    public override string ToString() => $"{EventName} {Measurements} {Metadata}";
}
