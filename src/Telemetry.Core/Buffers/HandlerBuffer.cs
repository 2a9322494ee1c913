namespace Telemetry;

/// <summary>
/// Where events wait for a handler whose work takes long or blocks. The emitter puts a snapshot there and goes on; one
/// consumer takes them, in order, and calls the handler beside the emitter, on a thread of the pool.
/// </summary>
/// <remarks>Immutable: describes the buffer, which each handler has for itself. When the handler is detached, and when the
/// process ends, what waits is delivered within <see cref="DrainTimeout"/>; what is left then is dropped and
/// counted. A handler that is detached for failing is given nothing more.</remarks>
public sealed class HandlerBuffer
{
    /// <summary>The capacity where none is given: 10,000 events.</summary>
    public const int DefaultCapacity = 10_000;

    private readonly int _capacity = DefaultCapacity;
    private readonly BufferFullMode _fullMode;
    private readonly TimeSpan _drainTimeout = TimeSpan.FromSeconds(5);

    /// <summary>How many events can wait, at least 1. An event takes a few hundred bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set to less than 1.</exception>
    public int Capacity
    {
        get => _capacity;
        init => _capacity = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A buffer holds one event or more.");
    }

    /// <summary>Which event is dropped when the buffer is full; the one that is emitted, unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set to what is no mode.</exception>
    public BufferFullMode FullMode
    {
        get => _fullMode;
        init => _fullMode = value is BufferFullMode.DropWrite or BufferFullMode.DropOldest
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Choose DropWrite or DropOldest.");
    }

    /// <summary>How long detaching, or the end of the process, waits for what is queued to be delivered: zero or more;
    /// five seconds unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set to less than zero, or to more than
    /// <see cref="int.MaxValue"/> milliseconds.</exception>
    public TimeSpan DrainTimeout
    {
        get => _drainTimeout;
        init => _drainTimeout = value >= TimeSpan.Zero && value.TotalMilliseconds <= int.MaxValue
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The time limit is zero or more, and less than 25 days.");
    }
}
