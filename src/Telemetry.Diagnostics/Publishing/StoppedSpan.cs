using System.Diagnostics;

namespace Telemetry.Diagnostics;

/// <summary>The activity of a span that ended, with the event by which it did.</summary>
internal readonly struct StoppedSpan(in EventData data, in MetadataValue context, Activity activity)
{
    private readonly EventName? _name = data.EventName;
    private readonly MetadataValue _context = context;
    private readonly MeasurementValue _time = TimeOf(in data);

    internal Activity Activity => activity;

    /// <summary>Determines whether an event is the one by which the span ended. Its clock tells it from another event with the same
    /// context.</summary>
    internal bool IsOf(in EventData data, in MetadataValue context) =>
        _name is not null && _name.Equals(data.EventName) && _context.Equals(context) && _time.Equals(TimeOf(in data));

    private static MeasurementValue TimeOf(in EventData data) =>
        data.TryGetMeasurement(SpanTags.MonotonicKey, out MeasurementValue time) ? time : default;
}
