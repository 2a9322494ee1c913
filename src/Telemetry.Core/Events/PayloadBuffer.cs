namespace Telemetry;

/// <summary>
/// Where an event is built that someone listens to. Each thread has its own, and uses them again; an event that is emitted
/// while another is, by a handler of it or as it is built, takes the next one.
/// </summary>
internal sealed class PayloadBuffer
{
    // As many as events can be emitted inside each other.
    private const int MaxKept = 2 * TelemetryDispatcher.MaxDepth;

    // The buffers of this thread that are not in use, as a list.
    [ThreadStatic]
    private static PayloadBuffer? t_free;

    private PayloadBuffer? _next;
    private int _length;

    internal FieldBuffer<MeasurementValue> Measurements { get; } = new();

    internal FieldBuffer<TelemetryValue> Metadata { get; } = new();

    /// <summary>Takes one out of the thread's; null where all are in use.</summary>
    internal static PayloadBuffer? TakeFree()
    {
        PayloadBuffer? buffer = t_free;
        if (buffer is not null)
        {
            t_free = buffer._next;
            buffer._next = null;
        }

        return buffer;
    }

    internal void Return()
    {
        Measurements.Clear();
        Metadata.Clear();
        int length = t_free is null ? 1 : t_free._length + 1;
        if (length <= MaxKept)
        {
            _length = length;
            _next = t_free;
            t_free = this;
        }
    }
}
