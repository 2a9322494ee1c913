namespace Telemetry;

/// <summary>Extension methods that get the span in which an event was emitted.</summary>
/// <remarks>It is the innermost span, of any dispatcher, that was current where the event was emitted and had not ended; null
/// outside of spans. For an event of a span itself, it is the span around that one, because the metadata contains the
/// identity of the span itself, as <c>telemetry_span_context</c>.</remarks>
public static class EventSpanExtensions
{
    /// <summary>Gets the span in which the event was emitted. A handler calls this method before it makes another span current.
    /// A buffered handler gets the span of the emit as well, which may have ended since.</summary>
    /// <param name="data">The event that was passed to the handler.</param>
    /// <returns>The span, or null if the event was emitted outside of spans.</returns>
    /// <exception cref="InvalidOperationException"><paramref name="data"/> is a default value, which belongs to no event.</exception>
    public static TelemetrySpan? GetSpan(this in EventData data)
    {
        // Throws for a default value.
        _ = data.EventName;
        return data.Delivered is { } record ? record.GetSpan() : CurrentSpan.Innermost(dispatcher: null);
    }

    /// <summary>Gets the span in which the event was emitted. It was determined when the snapshot was taken, and may have
    /// ended since.</summary>
    /// <param name="record">The snapshot of the event.</param>
    /// <returns>The span, or null if the event was emitted outside of spans.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="record"/> is null.</exception>
    public static TelemetrySpan? GetSpan(this EventRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return (TelemetrySpan?)record.Span;
    }
}
