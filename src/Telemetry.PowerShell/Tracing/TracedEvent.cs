using System.Globalization;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>
/// An event as Trace-TelemetryEvent writes it: what was emitted, when and from where. Its name, measurements and metadata are
/// named as Invoke-TelemetryEvent takes them from the pipeline, so a trace can be emitted again. Immutable.
/// </summary>
public sealed class TracedEvent
{
    private readonly EventRecord _record;

    internal TracedEvent(EventRecord record, int threadId, string? session)
    {
        _record = record;
        Measurements = ScriptFields.MeasurementsOf(record);
        Metadata = ScriptFields.MetadataOf(record);
        ThreadId = threadId;
        Session = session;
    }

    /// <summary>When it was emitted, in UTC.</summary>
    public DateTime Timestamp => _record.Timestamp;

    /// <summary>The name of the event.</summary>
    public string EventName => _record.EventName.ToString();

    /// <summary>What was measured, by key.</summary>
    public ScriptFields Measurements { get; }

    /// <summary>What describes the event, by key. An object among it is the emitter's own.</summary>
    public ScriptFields Metadata { get; }

    /// <summary>The span in which it was emitted, or null. For an event of a span itself, the span around that one.</summary>
    public ScriptSpan? Span => ScriptSpan.Of(_record);

    /// <summary>The managed id of the thread that emitted it.</summary>
    public int ThreadId { get; }

    /// <summary>The name of the session (runspace) that emitted it, such as <c>Runspace1</c> or <c>PSTask:1</c>; null for a
    /// thread that runs no session, such as one of C# code.</summary>
    public string? Session { get; }

    /// <summary>The measurements on one line, to be read.</summary>
    [Hidden]
    public string MeasurementsText => FieldText.Of(Measurements);

    /// <summary>The metadata on one line, to be read.</summary>
    [Hidden]
    public string MetadataText => FieldText.Of(Metadata);

    /// <summary>The measurements that are not the library's own, on one line, for a table.</summary>
    [Hidden]
    public string OwnMeasurementsText => FieldText.OfOwn(Measurements);

    /// <summary>The metadata that is not the library's own, on one line, for a table.</summary>
    [Hidden]
    public string OwnMetadataText => FieldText.OfOwn(Metadata);

    /// <summary>The session or, where there is none, the thread.</summary>
    [Hidden]
    public string Source => Session ?? FormattableString.Invariant($"thread {ThreadId}");

    /// <summary>The event on one line: its time of day here, its name, its measurements, its metadata, and where it came
    /// from.</summary>
    public override string ToString()
    {
        string time = Timestamp.ToLocalTime().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
        return $"{time} {EventName} {{{MeasurementsText}}} {{{MetadataText}}} {Source}";
    }
}
