namespace Telemetry;

/// <summary>The span in which an event was emitted.</summary>
/// <remarks>It is the innermost span, of whichever dispatcher, that was current where the event was emitted and had not ended; null
/// outside of spans. For an event of a span itself it is the span around that one, as its own identity is among the
/// metadata, as <c>telemetry_span_context</c>.</remarks>
public static class EventSpanExtensions
{
    /// <summary>Gets the span in which the event was emitted, to be called by a handler before it makes another span current. For a
    /// handler with a buffer it is the span of the emit as well, which may have ended by now.</summary>
    /// <param name="data">The event, as the handler was called with it.</param>
    /// <returns>The span, or null where the event was emitted outside of spans.</returns>
    /// <exception cref="InvalidOperationException"><paramref name="data"/> is a default value, which belongs to no event.</exception>
    public static TelemetrySpan? GetSpan(this in EventData data)
    {
        // Throws for a default value.
        _ = data.EventName;
        return data.Delivered is { } record ? record.GetSpan() : CurrentSpan.Innermost(dispatcher: null);
    }

    /// <summary>Gets the span in which the event was emitted. It was looked up when the snapshot was taken, and may have ended by
    /// now.</summary>
    /// <param name="record">The snapshot of the event.</param>
    /// <returns>The span, or null where the event was emitted outside of spans.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="record"/> is null.</exception>
    public static TelemetrySpan? GetSpan(this EventRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return (TelemetrySpan?)record.Span;
    }
}
