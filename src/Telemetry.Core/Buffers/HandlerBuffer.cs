namespace Telemetry;

/// <summary>
/// The buffer in which events wait for a handler that takes long or blocks. The emitter adds a snapshot and continues; one
/// consumer takes the snapshots in order, and calls the handler in parallel with the emitter, on a thread of the pool.
/// </summary>
/// <remarks>Each handler has its own buffer, created from these settings when the handler is attached; later changes do not
/// affect it. When the handler is detached, and when the process ends, the queued events are delivered within
/// <see cref="DrainTimeout"/>; those that remain are dropped and counted. A handler that is detached for failing receives no more
/// events.</remarks>
public sealed class HandlerBuffer
{
    /// <summary>The default capacity: 10,000 events.</summary>
    public const int DefaultCapacity = 10_000;

    private bool _isReadOnly;
    private int _capacity = DefaultCapacity;
    private BufferFullMode _fullMode;
    private TimeSpan _drainTimeout = TimeSpan.FromSeconds(5);

    /// <summary>The number of events that can wait, at least 1. An event takes a few hundred bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    /// <exception cref="InvalidOperationException">The buffer belongs to an attached handler.</exception>
    public int Capacity
    {
        get => _capacity;
        set => _capacity = value >= 1
            ? Settable(value)
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The capacity is at least 1.");
    }

    /// <summary>The event that is dropped when the buffer is full; by default, the one that is emitted.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a valid mode.</exception>
    /// <exception cref="InvalidOperationException">The buffer belongs to an attached handler.</exception>
    public BufferFullMode FullMode
    {
        get => _fullMode;
        set => _fullMode = value is BufferFullMode.DropWrite or BufferFullMode.DropOldest
            ? Settable(value)
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Choose DropWrite or DropOldest.");
    }

    /// <summary>The time that detaching, or the end of the process, waits for the delivery of the queued events: zero or more; by
    /// default, five seconds. A call of an asynchronous handler that is running at its end is cancelled, and has the same time again to
    /// return, but no more than a second; with zero, it is reported as a failure at once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than zero, or more than <see cref="int.MaxValue"/>
    /// milliseconds.</exception>
    /// <exception cref="InvalidOperationException">The buffer belongs to an attached handler.</exception>
    public TimeSpan DrainTimeout
    {
        get => _drainTimeout;
        set => _drainTimeout = TimeLimit.IsInRange(value)
            ? Settable(value)
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The time limit is zero or more, and less than 25 days.");
    }

    /// <summary>The event with which a buffer called the handler that the running code is part of, or that started it: a value that
    /// flows to threads and tasks. Null in other code, and in a handler without a buffer.</summary>
    /// <remarks>For code that turns the work of others into events, and must not do so with the work of the handlers of these
    /// events: a buffered handler does not run in the emitter's flow of control.</remarks>
    public static EventName? DeliveredEventName => Delivery.CurrentEventName;

    /// <summary>Returns a read-only copy; this object itself, if it is one.</summary>
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
