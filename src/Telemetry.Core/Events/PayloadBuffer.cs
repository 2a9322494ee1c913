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

    private PayloadBuffer()
    {
    }

    internal FieldBuffer<MeasurementValue> Measurements { get; } = new();

    internal FieldBuffer<TelemetryValue> Metadata { get; } = new();

    /// <summary>Takes one out of the thread's, or makes one.</summary>
    /// <param name="source">The event that it is for.</param>
    /// <exception cref="TelemetryRecursionException">Events are built inside each other without an end.</exception>
    internal static PayloadBuffer Rent(TelemetryEvent source)
    {
        PayloadBuffer? buffer = t_free;
        if (buffer is null)
        {
            return Emission.StackSuffices() ? new PayloadBuffer() : throw new TelemetryRecursionException(
                $"Event '{source.Name}' was not emitted: too many events are being built inside each other on this thread. "
                + "The function that builds an event must not emit it.");
        }

        t_free = buffer._next;
        buffer._next = null;
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
