namespace Telemetry;

/// <summary>An immutable snapshot of one emitted event. Safe to keep and to use from any thread.</summary>
public sealed class EventRecord
{
    internal EventRecord(
        EventName name, DateTime timestamp, EventFields<MeasurementValue> measurements, EventFields<TelemetryValue> metadata)
    {
        Name = name;
        Timestamp = timestamp;
        Measurements = measurements;
        Metadata = metadata;
    }

    /// <summary>The name of the event.</summary>
    public EventName Name { get; }

    /// <summary>When the snapshot was taken, in UTC.</summary>
    public DateTime Timestamp { get; }

    /// <summary>What was measured, by key.</summary>
    public EventFields<MeasurementValue> Measurements { get; }

    /// <summary>What describes the event, by key.</summary>
    public EventFields<TelemetryValue> Metadata { get; }

    /// <summary>The event on one line: its name, its measurements, its metadata.</summary>
    public override string ToString() => $"{Name} {Measurements} {Metadata}";
}
