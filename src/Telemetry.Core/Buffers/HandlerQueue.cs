using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Telemetry;

/// <summary>
/// The queue of one handler, and its consumer. Every event that is emitted for the handler is finally counted as delivered or as
/// dropped, whatever happens. Safe to use from any thread.
/// </summary>
/// <remarks>The consumer runs in the thread pool. When a thread waits for the queue, another one is started that helps the
/// consumer, as all threads of the pool may be blocked, for example by waiting for the queue. Each delivery takes the queue's
/// lease, so that there is one call of the handler at a time.</remarks>
internal abstract partial class HandlerQueue
{
    private const long NoDeadline = long.MaxValue;

    // The queue that calls code on this thread.
    [ThreadStatic]
    private static HandlerQueue? t_running;

    private readonly Action _detach;
    private readonly Action _onEnded;
    private readonly Channel<EventRecord> _channel;
    private readonly Func<EventRecord?> _read;
    private readonly Func<ValueTask<bool>> _waitToRead;
    private readonly TaskCompletionSource<bool> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Delivery? _delivery;
    private bool _isEnding;
    private int _hasHelper;
    private long _emitted;
    private long _delivered;

    // Never in the queue, and dropped from it.
    private long _refused;
    private long _evicted;
    private long _deadline = NoDeadline;

    /// <param name="buffer">The size of the queue, the event to drop when it is full, and the time limit of its end.</param>
    /// <param name="detach">Detaches the handler, without waiting for the queue.</param>
    /// <param name="onEnded">Called once, when all events are delivered or dropped.</param>
    private protected HandlerQueue(HandlerBuffer buffer, Action detach, Action onEnded)
    {
        _detach = detach;
        _onEnded = onEnded;
        _completeFlushes = CompleteFlushes;
        _read = () => _channel!.Reader.TryRead(out EventRecord? record) ? record : null;
        _waitToRead = () => _channel!.Reader.WaitToReadAsync();
        DrainTimeout = buffer.DrainTimeout;
        var options = new BoundedChannelOptions(buffer.Capacity)
        {
            // In this mode, TryWrite returns false when the channel is full.
            FullMode = buffer.FullMode == BufferFullMode.DropOldest ? BoundedChannelFullMode.DropOldest : BoundedChannelFullMode.Wait,

            // The readers are the consumer, the threads that help it, and any thread that drops the queued events.
            SingleReader = false,
        };
        _channel = Channel.CreateBounded<EventRecord>(options, _ => Interlocked.Increment(ref _evicted));
    }

    /// <summary>The counts, read in an order in which no event is seen as delivered before it is seen as emitted.</summary>
    internal BufferStatistics Statistics
    {
        get
        {
            long delivered = Interlocked.Read(ref _delivered);
            long dropped = Interlocked.Read(ref _refused) + Interlocked.Read(ref _evicted);
            return new(Interlocked.Read(ref _emitted), delivered, dropped);
        }
    }

    /// <summary>Whether all events are delivered or dropped, and the consumer has ended.</summary>
    internal bool IsEnded => _ended.Task.IsCompleted;

    /// <summary>Whether this thread is running the handler for an event of the queue, or processing the end of its call.</summary>
    internal bool IsDeliveringHere => ReferenceEquals(t_running, this);

    /// <summary>The call that the queue is making; null if there is none.</summary>
    internal Delivery? Running => Volatile.Read(ref _delivery);

    private protected TimeSpan DrainTimeout { get; }

    /// <summary>Whether the time limit of the end is over, so that no further event is delivered.</summary>
    private protected bool IsAbandoned => TimeLeft == TimeSpan.Zero;

    /// <summary>Whether no event is queued, and none will be.</summary>
    private protected bool IsExhausted => _channel.Reader.Completion.IsCompleted;

    /// <summary>Whether there are events that were taken from the queue and not delivered. Read with the lease.</summary>
    private protected virtual bool HasTaken => false;

    private TimeSpan TimeLeft => TimeLimit.Until(new TimeSpan(Interlocked.Read(ref _deadline)));

    /// <summary>Starts the consumer.</summary>
    // Unsafe, as the execution context of the thread that attaches, such as its current span, must not flow to the consumer.
    internal void Start() =>
        ThreadPool.UnsafeQueueUserWorkItem(static queue => _ = ((HandlerQueue)queue!).ConsumeAsync(), this);

    /// <summary>Adds an event to the queue. The dispatcher calls this in place of the handler.</summary>
    internal void Add(in EventData data, object? config)
    {
        Interlocked.Increment(ref _emitted);
        if (!_channel.Writer.TryWrite(data.ToRecord()))
        {
            Interlocked.Increment(ref _refused);
        }
    }

    /// <summary>Takes the lease if it is free.</summary>
    private protected abstract bool TryEnter();

    /// <summary>Returns the lease, without the work that follows.</summary>
    private protected abstract void Leave();

    /// <summary>Delivers the events that are queued, in the thread pool, and reports the end if they were the last ones.</summary>
    private protected abstract ValueTask DeliverQueuedAsync();

    /// <summary>Delivers up to a number of events on this thread, until none is queued or another thread is still delivering at the
    /// deadline, and reports the end if they were the last ones.</summary>
    private protected abstract void DeliverUpTo(long count, TimeSpan deadline);

    private protected bool TryRead([NotNullWhen(true)] out EventRecord? record)
    {
        record = TimeLimit.Uninterrupted(_read);
        return record is not null;
    }

    /// <summary>Begins a call of the handler or of subscribers, in this flow of control.</summary>
    private protected Delivery BeginDelivery(EventName? eventName)
    {
        var delivery = new Delivery(this, eventName);
        delivery.Begin();

        // With a full fence: the thread that abandons the queue sees the call, or the call sees that the queue is abandoned.
        Interlocked.Exchange(ref _delivery, delivery);
        return delivery;
    }

    /// <summary>Ends a call, and counts the events that were delivered by it.</summary>
    private protected void EndDelivery(Delivery delivery, int events)
    {
        Volatile.Write(ref _delivery, null);
        delivery.End();
        Interlocked.Add(ref _delivered, events);
    }

    /// <summary>Counts events that were taken from the queue and are not delivered.</summary>
    private protected void CountDropped(int events) => Interlocked.Add(ref _evicted, events);

    /// <summary>Marks this thread as one that calls code for the queue.</summary>
    /// <returns>The queue that it called code for until now, to be restored.</returns>
    private protected HandlerQueue? EnterThread() => ExchangeRunning(this);

    private protected static HandlerQueue? ExchangeRunning(HandlerQueue? queue)
    {
        HandlerQueue? before = t_running;
        t_running = queue;
        return before;
    }

    /// <summary>Notifies the waiting flushes, and returns the lease.</summary>
    private protected void Exit()
    {
        int version = _flushes.Version;
        try
        {
            if (_flushes.HasAny)
            {
                TimeLimit.Uninterrupted(_completeFlushes);
            }
        }
        finally
        {
            Leave();
        }

        // A flush that was requested meanwhile, and found the lease taken, relies on this thread to see its request.
        Interlocked.MemoryBarrier();
        if (_flushes.Version != version)
        {
            TryCompleteFlushes();
        }
    }

    /// <summary>Reports the end of the queue, once, when all events are delivered or dropped.</summary>
    private protected void EndIfDone()
    {
        // A thread that has the lease calls this method after it returns it, or has it called.
        if (!IsExhausted || !TryEnter())
        {
            return;
        }

        bool isFirst = !_isEnding && !HasTaken;
        _isEnding |= isFirst;
        Exit();
        if (!isFirst)
        {
            return;
        }

        Delivery delivery = BeginDelivery(eventName: null);
        HandlerQueue? before = EnterThread();
        try
        {
            _onEnded();
        }
        catch (Exception)
        {
            // An exception of the host, such as the one that stops a pipeline, has no emitter to reach.
        }
        finally
        {
            ExchangeRunning(before);
            EndDelivery(delivery, events: 0);
            _ended.SetResult(true);
            OnEnded();
        }
    }

    private async Task ConsumeAsync()
    {
        while (await TimeLimit.Uninterrupted(_waitToRead).ConfigureAwait(false))
        {
            await DeliverQueuedAsync().ConfigureAwait(false);
        }

        // The reader is woken before the channel counts as completed. Without waiting for that, the end would sometimes be reported
        // by nobody.
        await _channel.Reader.Completion.ConfigureAwait(false);
        await DeliverQueuedAsync().ConfigureAwait(false);
    }
}
