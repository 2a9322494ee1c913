namespace Telemetry;

/// <summary>
/// The options of a handler that receives events in batches. A batch is delivered when it is full, when its first event has waited
/// for <see cref="MaxDelay"/>, and without delay when the handler is flushed or detached, or the process ends.
/// </summary>
/// <remarks>Options are read when a handler is attached; later changes do not affect the handler.</remarks>
public sealed class BatchOptions
{
    /// <summary>The default size: 100 events.</summary>
    public const int DefaultMaxSize = 100;

    private bool _isReadOnly;
    private int _maxSize = DefaultMaxSize;
    private TimeSpan _maxDelay = TimeSpan.FromSeconds(1);

    internal static BatchOptions Default { get; } = new BatchOptions().ToReadOnly();

    /// <summary>The largest number of events in a batch, at least 1; by default, 100. The events of the batch that is being collected
    /// wait in addition to those in the buffer (<see cref="HandlerBuffer.Capacity"/>).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    /// <exception cref="InvalidOperationException">The options belong to an attached handler.</exception>
    public int MaxSize
    {
        get => _maxSize;
        set => _maxSize = value >= 1
            ? Settable(value)
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The size of a batch is at least 1.");
    }

    /// <summary>The longest time that the first event of a batch waits for further events while the handler is not running: zero or
    /// more; by default, one second. With zero, a batch consists of the events that are queued when the handler can be
    /// called.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than zero, or more than <see cref="int.MaxValue"/>
    /// milliseconds.</exception>
    /// <exception cref="InvalidOperationException">The options belong to an attached handler.</exception>
    public TimeSpan MaxDelay
    {
        get => _maxDelay;
        set => _maxDelay = TimeLimit.IsInRange(value)
            ? Settable(value)
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The delay of a batch is zero or more, and less than 25 days.");
    }

    /// <summary>Returns a read-only copy; this object itself, if it is one.</summary>
    internal BatchOptions ToReadOnly() =>
        _isReadOnly ? this : new BatchOptions { _maxSize = _maxSize, _maxDelay = _maxDelay, _isReadOnly = true };

    private TValue Settable<TValue>(TValue value) => !_isReadOnly ? value : throw new InvalidOperationException(
        "The batches of a handler that was attached cannot be changed. Detach the handler, and attach it with other options.");
}
