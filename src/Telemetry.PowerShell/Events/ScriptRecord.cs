using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>
/// An event as a script sees it, <c>$_</c> in a handler: an <see cref="EventRecord"/> whose measurements and metadata are
/// <see cref="ScriptFields"/>. Immutable, and safe to use from any thread.
/// </summary>
public sealed class ScriptRecord
{
    internal ScriptRecord(EventRecord record)
    {
        Record = record;
        Measurements = ScriptFields.MeasurementsOf(record);
        Metadata = ScriptFields.MetadataOf(record);
    }

    /// <summary>The name of the event, in the spelling that was used first.</summary>
    public string EventName => Record.EventName.ToString();

    /// <summary>The time at which the event was emitted, in UTC.</summary>
    public DateTime Timestamp => Record.Timestamp;

    /// <summary>The measurements, read-only.</summary>
    public ScriptFields Measurements { get; }

    /// <summary>The metadata, read-only. An object in it is the one that the emitter passed.</summary>
    public ScriptFields Metadata { get; }

    /// <summary>The span (<c>ScriptSpan</c>) in which the event was emitted, with its <c>Name</c>, <c>Context</c> and
    /// <c>Parent</c>: the innermost span that was open; null outside of spans. For an event of a span itself, the
    /// enclosing span.</summary>
    public object? Span => SpanOf?.Invoke(Record);

    /// <summary>The function that gets the span of a record. It is set from outside, because this folder does not know
    /// spans.</summary>
    internal static Func<EventRecord, object?>? SpanOf { get; set; }

    /// <summary>The underlying record, for C# code.</summary>
    [Hidden]
    public EventRecord Record { get; }

    /// <summary>Converts the event for a method that takes a record of the core.</summary>
    /// <param name="record">The event; null is converted to null.</param>
    public static implicit operator EventRecord?(ScriptRecord? record) => record?.ToEventRecord();

    /// <summary>Returns the underlying record.</summary>
    public EventRecord ToEventRecord() => Record;

    /// <summary>Returns the event on one line: its name, its measurements and its metadata.</summary>
    public override string ToString() => Record.ToString();
}
