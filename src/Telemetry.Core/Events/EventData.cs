namespace Telemetry;

/// <summary>
/// An event as a handler receives it: its name, its measurements and its metadata.
/// </summary>
/// <remarks>The data is valid only during the call, as it refers to the emitter's memory; <see cref="ToRecord"/> returns a
/// snapshot to keep. Keys are looked up by an ordinal comparison that ignores case; if a key occurs twice, the last value counts.
/// The default value belongs to no event: it is empty, and <see cref="EventName"/> and <see cref="ToRecord"/> throw.</remarks>
public readonly ref struct EventData
{
    private readonly EventName? _name;

    // The snapshot that a buffer delivers; null if the event comes from its emitter.
    private readonly EventRecord? _record;

    private readonly ReadOnlySpan<KeyValuePair<string, MeasurementValue>> _measurements;
    private readonly ReadOnlySpan<KeyValuePair<string, MetadataValue>> _metadata;

    /// <summary>Creates the data of an event, for example to call a handler in a test.</summary>
    /// <param name="name">The event's name.</param>
    /// <param name="measurements">The measurements.</param>
    /// <param name="metadata">The metadata.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public EventData(
        EventName name,
        ReadOnlySpan<KeyValuePair<string, MeasurementValue>> measurements,
        ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        _name = name;
        _measurements = measurements;
        _metadata = metadata;
    }

    /// <summary>Creates the data of an emit. It does not check for null, which would cost every emit.</summary>
    internal EventData(
        EventRecord? record,
        EventName name,
        ReadOnlySpan<KeyValuePair<string, MeasurementValue>> measurements,
        ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata)
    {
        _record = record;
        _name = name;
        _measurements = measurements;
        _metadata = metadata;
    }

    /// <summary>Creates the data of an event that is delivered from a snapshot.</summary>
    internal EventData(EventRecord record)
        : this(record, record.EventName, record.MeasurementSpan, record.MetadataSpan)
    {
    }

    /// <summary>The name of the event, in the spelling first given to the dispatcher.</summary>
    /// <exception cref="InvalidOperationException">This is a default value, which belongs to no event.</exception>
    public EventName EventName => _name ?? ThrowNoEvent();

    // Entries without a key are skipped when they are read: to remove them at each emit would make it a tenth slower.

    /// <summary>The measurements, in the order given; may be empty. Entries without a key, as in an array that is not filled, are
    /// skipped.</summary>
    public ReadOnlySpan<KeyValuePair<string, MeasurementValue>> Measurements => FieldLookup.WithKeys(_measurements);

    /// <summary>The metadata, in the order given; may be empty. Entries without a key, as in an array that is not filled, are
    /// skipped.</summary>
    public ReadOnlySpan<KeyValuePair<string, MetadataValue>> Metadata => FieldLookup.WithKeys(_metadata);

    /// <summary>The metadata as given, with the entries without a key.</summary>
    internal ReadOnlySpan<KeyValuePair<string, MetadataValue>> RawMetadata => _metadata;

    /// <summary>The snapshot that the event is delivered from; null where it comes from its emitter.</summary>
    internal EventRecord? Delivered => _record;

    /// <summary>Gets the measurement with a key.</summary>
    /// <param name="key">The key, without regard to case.</param>
    /// <param name="value">The measurement, or 0 if there is none with the key.</param>
    /// <returns>Whether there is a measurement with the key.</returns>
    public bool TryGetMeasurement(string key, out MeasurementValue value) =>
        FieldLookup.TryFind(_measurements, key, out value);

    /// <summary>Gets the value with a key from the metadata.</summary>
    /// <param name="key">The key, without regard to case.</param>
    /// <param name="value">The value, or null if there is none with the key.</param>
    /// <returns>Whether there is an entry with the key.</returns>
    public bool TryGetMetadata(string key, out MetadataValue value) =>
        FieldLookup.TryFind(_metadata, key, out value);

    /// <summary>Returns an immutable snapshot to keep, queue or show, with the current time as its timestamp. For a handler with
    /// a buffer, it is the snapshot that was queued, with the time of the emit.</summary>
    /// <exception cref="InvalidOperationException">This is a default value, which belongs to no event.</exception>
    public EventRecord ToRecord() => _record ?? new(
        EventName, DateTime.UtcNow, new EventFields<MeasurementValue>(_measurements), new EventFields<MetadataValue>(_metadata));

    private static EventName ThrowNoEvent() => throw new InvalidOperationException(
        "This event data belongs to no event. Use the data that the handler is called with, or create it with the name of an event.");
}
