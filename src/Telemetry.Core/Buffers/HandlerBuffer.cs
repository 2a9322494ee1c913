namespace Telemetry;

/// <summary>
/// Where events wait for a handler whose work takes long or blocks. The emitter puts a snapshot there and goes on; one
/// consumer takes them, in order, and calls the handler beside the emitter, on a thread of the pool.
/// </summary>
/// <remarks>Describes the buffer, which each handler has for itself, and is read when a handler is attached: what is set later
/// changes nothing of it. When the handler is detached, and when the
/// process ends, what waits is delivered within <see cref="DrainTimeout"/>; what is left then is dropped and
/// counted. A handler that is detached for failing is given nothing more.</remarks>
public sealed class HandlerBuffer
{
    /// <summary>The capacity where none is given: 10,000 events.</summary>
    public const int DefaultCapacity = 10_000;

    private bool _isReadOnly;
    private int _capacity = DefaultCapacity;
    private BufferFullMode _fullMode;
    private TimeSpan _drainTimeout = TimeSpan.FromSeconds(5);

    /// <summary>How many events can wait, at least 1. An event takes a few hundred bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set to less than 1.</exception>
    /// <exception cref="InvalidOperationException">The buffer is that of an attached handler.</exception>
    public int Capacity
    {
        get => _capacity;
        set => _capacity = value >= 1
            ? Settable(value)
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A buffer holds one event or more.");
    }

    /// <summary>Which event is dropped when the buffer is full; the one that is emitted, unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set to what is no mode.</exception>
    /// <exception cref="InvalidOperationException">The buffer is that of an attached handler.</exception>
    public BufferFullMode FullMode
    {
        get => _fullMode;
        set => _fullMode = value is BufferFullMode.DropWrite or BufferFullMode.DropOldest
            ? Settable(value)
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Choose DropWrite or DropOldest.");
    }

    /// <summary>How long detaching, or the end of the process, waits for what is queued to be delivered: zero or more;
    /// five seconds unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set to less than zero, or to more than
    /// <see cref="int.MaxValue"/> milliseconds.</exception>
    /// <exception cref="InvalidOperationException">The buffer is that of an attached handler.</exception>
    public TimeSpan DrainTimeout
    {
        get => _drainTimeout;
        set => _drainTimeout = value >= TimeSpan.Zero && value.TotalMilliseconds <= int.MaxValue
            ? Settable(value)
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The time limit is zero or more, and less than 25 days.");
    }

    /// <summary>Returns a copy that does not change any more; this description itself, if it is such a copy.</summary>
    internal HandlerBuffer ToReadOnly() => _isReadOnly ? this : new HandlerBuffer
    {
        _capacity = _capacity,
        _fullMode = _fullMode,
        _drainTimeout = _drainTimeout,
        _isReadOnly = true,
    };

    private TValue Settable<TValue>(TValue value) => !_isReadOnly ? value : throw new InvalidOperationException(
        "The buffer of a handler that was attached cannot be changed. Attach the handler again with another buffer, by Replace.");
}
