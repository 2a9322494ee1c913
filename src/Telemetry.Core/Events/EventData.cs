namespace Telemetry;

/// <summary>
/// An event as a handler receives it: its name, what was measured, and what describes it.
/// </summary>
/// <remarks>It is valid only during the call, as the emitter's memory is read in place; <see cref="ToRecord"/> makes
/// a snapshot to keep. Keys are looked up without regard to case (ordinal); where a key stands twice, the last one
/// counts. The default value belongs to no event: it is empty, and its name and its snapshot throw.</remarks>
public readonly ref struct EventData
{
    private readonly EventName? _name;

    // The snapshot that the event is delivered from; null where it comes from its emitter.
    private readonly EventRecord? _record;

    private readonly ReadOnlySpan<KeyValuePair<string, MeasurementValue>> _measurements;
    private readonly ReadOnlySpan<KeyValuePair<string, MetadataValue>> _metadata;

    /// <summary>Puts an event together, for instance to call a handler in its own test.</summary>
    /// <param name="name">The event's name.</param>
    /// <param name="measurements">What was measured.</param>
    /// <param name="metadata">What describes the event.</param>
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

    /// <summary>Creates the data of an emit, without a check for null that every emit would pay for.</summary>
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

    /// <summary>Creates the data of a delivery from a snapshot.</summary>
    internal EventData(EventRecord record)
        : this(record, record.EventName, record.MeasurementSpan, record.MetadataSpan)
    {
    }

    /// <summary>The name of the event, in the spelling first given to the dispatcher.</summary>
    /// <exception cref="InvalidOperationException">This is a default value, which belongs to no event.</exception>
    public EventName EventName => _name ?? ThrowNoEvent();

    // Entries without a key are left out where they are read: to look for them at each emit would cost a tenth of it.

    /// <summary>The measurements, in the order given; may be empty. An entry without a key, as in an array that was not filled, is
    /// left out.</summary>
    public ReadOnlySpan<KeyValuePair<string, MeasurementValue>> Measurements => FieldLookup.WithKeys(_measurements);

    /// <summary>The metadata, in the order given; may be empty. An entry without a key, as in an array that was not filled, is
    /// left out.</summary>
    public ReadOnlySpan<KeyValuePair<string, MetadataValue>> Metadata => FieldLookup.WithKeys(_metadata);

    /// <summary>The snapshot that the event is delivered from; null where it comes from its emitter.</summary>
    internal EventRecord? Delivered => _record;

    /// <summary>Looks up a measurement.</summary>
    /// <param name="key">The key, without regard to case.</param>
    /// <param name="value">The measurement, or 0 where there is none of that key.</param>
    /// <returns>Whether there is a measurement of that key.</returns>
    public bool TryGetMeasurement(string key, out MeasurementValue value) =>
        FieldLookup.TryFind(_measurements, key, out value);

    /// <summary>Looks up an entry of the metadata.</summary>
    /// <param name="key">The key, without regard to case.</param>
    /// <param name="value">The value, or null where there is none of that key.</param>
    /// <returns>Whether there is an entry of that key.</returns>
    public bool TryGetMetadata(string key, out MetadataValue value) =>
        FieldLookup.TryFind(_metadata, key, out value);

    /// <summary>Makes an immutable snapshot that may be kept, queued or shown, stamped with the present time. For a handler
    /// with a buffer it is the one that was queued, stamped with the time of the emit.</summary>
    /// <exception cref="InvalidOperationException">This is a default value, which belongs to no event.</exception>
    public EventRecord ToRecord() => _record ?? new(
        EventName, DateTime.UtcNow, new EventFields<MeasurementValue>(_measurements), new EventFields<MetadataValue>(_metadata));

    private static EventName ThrowNoEvent() => throw new InvalidOperationException(
        "This event data belongs to no event. Use the one that the handler is called with, or make one with the name of an event.");
}
