namespace Telemetry;

/// <summary>
/// The memory in which the payload of an event is built. Each thread reuses buffers of its own. An event that is emitted while
/// another one is being built or handled takes the next buffer.
/// </summary>
internal sealed class PayloadBuffer
{
    // The number of events that can be emitted nested.
    private const int MaxKept = 64;

    // The first of the buffers of this thread that are not in use, a linked list.
    [ThreadStatic]
    private static PayloadBuffer? t_free;

    private PayloadBuffer? _next;
    private int _length;

    internal FieldBuffer<MeasurementValue> Measurements { get; } = new();

    internal FieldBuffer<MetadataValue> Metadata { get; } = new();

    /// <summary>Removes and returns a free buffer of the thread; null if all are in use.</summary>
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
