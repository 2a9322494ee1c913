using System.Globalization;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>
/// An event as Trace-TelemetryEvent writes it, with its time and source. Its name, measurements and metadata have the
/// property names that Invoke-TelemetryEvent takes from the pipeline, so a trace can be emitted again. Immutable.
/// </summary>
public sealed class TracedEvent
{
    internal TracedEvent(EventRecord record, int threadId, string? session)
        : this(record, record.Timestamp, threadId, session)
    {
    }

    private TracedEvent(EventRecord record, DateTime timestamp, int threadId, string? session)
    {
        Record = record;
        Timestamp = timestamp;
        Measurements = ScriptFields.MeasurementsOf(record);
        Metadata = ScriptFields.MetadataOf(record);
        ThreadId = threadId;
        Session = session;
    }

    /// <summary>The time at which the event was emitted, in UTC.</summary>
    public DateTime Timestamp { get; }

    /// <summary>The name of the event.</summary>
    public string EventName => Record.EventName.ToString();

    /// <summary>The measurements, by key.</summary>
    public ScriptFields Measurements { get; }

    /// <summary>The metadata, by key. An object in it is the one that the emitter passed.</summary>
    public ScriptFields Metadata { get; }

    /// <summary>The span in which the event was emitted, or null. For an event of a span itself, the enclosing
    /// span.</summary>
    public ScriptSpan? Span => IsFromElsewhere ? null : ScriptSpan.Of(Record);

    /// <summary>The managed id of the thread that emitted the event.</summary>
    public int ThreadId { get; }

    /// <summary>The name of the session (runspace) that emitted the event, such as <c>Runspace1</c> or <c>PSTask:1</c>; null
    /// for a thread without a session, such as one of C# code.</summary>
    public string? Session { get; }

    internal EventRecord Record { get; }

    /// <summary>The context of <see cref="Span"/>, or null.</summary>
    internal object? SpanContext => IsFromElsewhere ? null : Record.GetSpan()?.Context.ToObject();

    private bool IsFromElsewhere { get; init; }

    /// <summary>The measurements as one line of text.</summary>
    [Hidden]
    public string MeasurementsText => FieldText.Of(Measurements);

    /// <summary>The metadata as one line of text.</summary>
    [Hidden]
    public string MetadataText => FieldText.Of(Metadata);

    /// <summary>The measurements other than the library's own, as one line of text, for a table.</summary>
    [Hidden]
    public string OwnMeasurementsText => FieldText.OfOwn(Measurements);

    /// <summary>The metadata other than the library's own, as one line of text, for a table.</summary>
    [Hidden]
    public string OwnMetadataText => FieldText.OfOwn(Metadata);

    /// <summary>The session or, if there is none, the thread.</summary>
    [Hidden]
    public string Source => Session ?? FormattableString.Invariant($"thread {ThreadId}");

    /// <summary>Creates an event of another process.</summary>
    internal static TracedEvent FromElsewhere(
        EventName name,
        DateTime timestamp,
        KeyValuePair<string, MeasurementValue>[] measurements,
        KeyValuePair<string, MetadataValue>[] metadata,
        int threadId,
        string? session)
    {
        EventRecord record = new EventData(name, measurements, metadata).ToRecord();
        return new TracedEvent(record, timestamp, threadId, session) { IsFromElsewhere = true };
    }

    /// <summary>Returns the event on one line: its local time of day, its name, its measurements, its metadata and its
    /// source.</summary>
    public override string ToString()
    {
        string time = Timestamp.ToLocalTime().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
        return $"{time} {EventName} {{{MeasurementsText}}} {{{MetadataText}}} {Source}";
    }
}
