using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>
/// An event as a script sees it, <c>$_</c> in a handler: an <see cref="EventRecord"/> whose measurements and metadata are
/// <see cref="ScriptFields"/>. Immutable. Safe to keep and to use from any thread.
/// </summary>
public sealed class ScriptRecord
{
    internal ScriptRecord(EventRecord record)
    {
        Record = record;
        Measurements = ScriptFields.MeasurementsOf(record);
        Metadata = ScriptFields.MetadataOf(record);
    }

    /// <summary>The name of the event, in the spelling first given.</summary>
    public string EventName => Record.EventName.ToString();

    /// <summary>The time at which the event was emitted, in UTC.</summary>
    public DateTime Timestamp => Record.Timestamp;

    /// <summary>The measurements, read-only.</summary>
    public ScriptFields Measurements { get; }

    /// <summary>The metadata, read-only. An object in it is the emitter's own.</summary>
    public ScriptFields Metadata { get; }

    /// <summary>The span (<c>ScriptSpan</c>) in which the event was emitted: the innermost one that was open there, with its
    /// <c>Name</c>, <c>Context</c> and <c>Parent</c>; null outside of spans. For an event of a span itself, the span around that
    /// one.</summary>
    public object? Span => SpanOf?.Invoke(Record);

    /// <summary>How the span of a record is found. Set where spans are known.</summary>
    internal static Func<EventRecord, object?>? SpanOf { get; set; }

    /// <summary>The record of the core, for C# code.</summary>
    [Hidden]
    public EventRecord Record { get; }

    /// <summary>Converts it for a method that takes a record of the core.</summary>
    /// <param name="record">The event; null gives null.</param>
    public static implicit operator EventRecord?(ScriptRecord? record) => record?.ToEventRecord();

    /// <summary>Gets the record of the core.</summary>
    public EventRecord ToEventRecord() => Record;

    /// <summary>The event on one line: its name, its measurements, its metadata.</summary>
    public override string ToString() => Record.ToString();
}
