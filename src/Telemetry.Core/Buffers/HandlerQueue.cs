using System.Threading.Channels;

namespace Telemetry;

/// <summary>
/// The queue of one handler, and its consumer. Every event that is emitted for the handler is finally counted as delivered or as
/// dropped, whatever happens. Safe to use from any thread.
/// </summary>
/// <remarks>The consumer runs in the thread pool. When a thread waits for the queue, another one is started that helps the
/// consumer, as all threads of the pool may be blocked, for example by waiting for the queue. Each delivery takes a lock, so that
/// the handler is called by one thread at a time.</remarks>
internal sealed class HandlerQueue
{
    private const long NoDeadline = long.MaxValue;

    // The longest time that a thread can wait in one call.
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMilliseconds(int.MaxValue);

    // The queue whose handler runs on this thread.
    [ThreadStatic]
    private static HandlerQueue? t_running;

    private readonly Action<EventRecord> _deliver;
    private readonly Action _detach;
    private readonly Action _onEnded;
    private readonly Channel<EventRecord> _channel;
    private readonly TimeSpan _drainTimeout;
    private readonly TaskCompletionSource<bool> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Held by the thread that delivers.
    private readonly object _deliveryGate = new();
    private volatile Delivery? _delivery;
    private bool _isEnding;
    private int _hasHelper;
    private long _emitted;
    private long _delivered;
    private long _dropped;
    private long _deadline = NoDeadline;

    /// <param name="buffer">The size of the queue, the event to drop when it is full, and the time limit of its end.</param>
    /// <param name="deliver">Calls the handler with an event. Exceptions of the host, for which there is no emitter, are
    /// ignored.</param>
    /// <param name="detach">Detaches the handler, without waiting for the queue.</param>
    /// <param name="onEnded">Called once, when all events are delivered or dropped.</param>
    internal HandlerQueue(HandlerBuffer buffer, Action<EventRecord> deliver, Action detach, Action onEnded)
    {
        _deliver = deliver;
        _detach = detach;
        _onEnded = onEnded;
        _drainTimeout = buffer.DrainTimeout;
        var options = new BoundedChannelOptions(buffer.Capacity)
        {
            // In this mode, TryWrite returns false when the channel is full.
            FullMode = buffer.FullMode == BufferFullMode.DropOldest ? BoundedChannelFullMode.DropOldest : BoundedChannelFullMode.Wait,

            // The readers are the consumer, the threads that help it, and any thread that drops the queued events.
            SingleReader = false,
        };
        _channel = Channel.CreateBounded<EventRecord>(options, _ => Interlocked.Increment(ref _dropped));
    }

    /// <summary>The counts, read in an order in which no event is seen as delivered before it is seen as emitted.</summary>
    internal BufferStatistics Statistics
    {
        get
        {
            long delivered = Interlocked.Read(ref _delivered);
            long dropped = Interlocked.Read(ref _dropped);
            return new(Interlocked.Read(ref _emitted), delivered, dropped);
        }
    }

    /// <summary>Whether all events are delivered or dropped, and the consumer has ended.</summary>
    internal bool IsEnded => _ended.Task.IsCompleted;

    /// <summary>Whether this thread is running the handler for an event of the queue.</summary>
    internal bool IsDeliveringHere => ReferenceEquals(t_running, this);

    /// <summary>The call that the queue is making; null if there is none.</summary>
    internal Delivery? Running => _delivery;

    private TimeSpan TimeLeft => TimeUntil(new TimeSpan(Interlocked.Read(ref _deadline)));

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
            Interlocked.Increment(ref _dropped);
        }
    }

    /// <summary>Accepts no more events, and delivers the queued ones until the time limit is over. Does not wait for the
    /// delivery.</summary>
    internal void Complete()
    {
        // Set once, and before another thread can find the queue completed and wait for it.
        Interlocked.CompareExchange(ref _deadline, (MonotonicTime.Now + _drainTimeout).Ticks, NoDeadline);
        _channel.Writer.TryComplete();
    }

    /// <summary>Accepts no more events, and drops the queued ones.</summary>
    internal void Abandon()
    {
        Interlocked.Exchange(ref _deadline, 0);
        _channel.Writer.TryComplete();
        while (_channel.Reader.TryRead(out _))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    /// <summary>Completes the queue, and waits until the queued events are delivered or the time limit is over. Code that the
    /// queue itself calls does not wait, nor do threads and tasks that this code started: the delivery could not end while they
    /// wait.</summary>
    internal void Drain()
    {
        BeginDrain();
        if (!IsEnded)
        {
            WaitUnlessCalled(() =>
            {
                if (!_ended.Task.Wait(TimeLeft))
                {
                    Abandon();
                }
            });
        }
    }

    /// <summary>Detaches the handler, and begins to deliver the queued events on a thread that is not from the pool.</summary>
    internal void DetachAndBeginDrain()
    {
        _detach();
        BeginDrain();
    }

    /// <summary>Begins to deliver the events that are queued now, on a thread that is not from the pool. The queue still accepts
    /// and delivers events afterwards.</summary>
    /// <returns>A function that waits until they are delivered or the time limit is over, unless the queue itself calls it; null if
    /// no events are queued.</returns>
    internal Action? BeginFlush()
    {
        long waiting = Statistics.Queued;
        if (waiting == 0)
        {
            return null;
        }

        TimeSpan deadline = MonotonicTime.Now + _drainTimeout;
        Thread helper = BackgroundThread.Start(() => DeliverUpTo(waiting, deadline));
        return () => WaitUnlessCalled(() => helper.Join(TimeUntil(deadline)));
    }

    private static TimeSpan TimeUntil(TimeSpan deadline)
    {
        TimeSpan left = deadline - MonotonicTime.Now;
        return left <= TimeSpan.Zero ? TimeSpan.Zero : left < s_longestWait ? left : s_longestWait;
    }

    // Code that the queue calls would wait for its own end.
    private void WaitUnlessCalled(Action wait)
    {
        Delivery? caller = Delivery.Current;
        if (IsDeliveringHere || caller?.TryWaitFor(this) == false)
        {
            return;
        }

        try
        {
            wait();
        }
        finally
        {
            caller?.EndWait();
        }
    }

    private void BeginDrain()
    {
        Complete();
        if (!IsEnded && Interlocked.Exchange(ref _hasHelper, 1) == 0)
        {
            BackgroundThread.Start(() => DeliverUpTo(long.MaxValue, new TimeSpan(Interlocked.Read(ref _deadline))));
        }
    }

    private async Task ConsumeAsync()
    {
        while (await _channel.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            DeliverUpTo(long.MaxValue, TimeSpan.MaxValue);
        }

        // The reader is woken before the channel counts as completed. Without waiting for that, the end would sometimes be reported
        // by nobody.
        await _channel.Reader.Completion.ConfigureAwait(false);
        EndIfDone();
    }

    /// <summary>Delivers up to a number of events, until none is queued or another thread is still delivering at the
    /// deadline.</summary>
    private void DeliverUpTo(long count, TimeSpan deadline)
    {
        while (count-- > 0 && TryEnterDelivery(deadline))
        {
            try
            {
                if (!_channel.Reader.TryRead(out EventRecord? record))
                {
                    break;
                }

                Deliver(record);
                if (TimeLeft == TimeSpan.Zero)
                {
                    Abandon();
                }
            }
            finally
            {
                Monitor.Exit(_deliveryGate);
            }
        }

        EndIfDone();
    }

    private bool TryEnterDelivery(TimeSpan deadline)
    {
        while (true)
        {
            try
            {
                return Monitor.TryEnter(_deliveryGate, TimeUntil(deadline));
            }
            catch (ThreadInterruptedException)
            {
                // The interruption was meant for the handler, which returned before it waited. It must not lose the queued
                // events.
            }
        }
    }

    private void Deliver(EventRecord record)
    {
        Delivery delivery = BeginDelivery(record.EventName);
        try
        {
            _deliver(record);
        }
        catch (Exception)
        {
            // Failures of the handler are reported by now. An exception of the host, such as the one that stops a pipeline, has
            // no emitter to reach.
        }
        finally
        {
            EndDelivery(delivery);
            Interlocked.Increment(ref _delivered);
        }
    }

    /// <summary>Reports the end of the queue, once, when all events are delivered or dropped.</summary>
    private void EndIfDone()
    {
        // A thread that holds the lock calls this method after it releases it.
        if (!_channel.Reader.Completion.IsCompleted || !Monitor.TryEnter(_deliveryGate))
        {
            return;
        }

        bool isFirst = !_isEnding;
        _isEnding = true;
        Monitor.Exit(_deliveryGate);
        if (!isFirst)
        {
            return;
        }

        Delivery delivery = BeginDelivery(eventName: null);
        try
        {
            _onEnded();
        }
        catch (Exception)
        {
            // An exception of the host, as above.
        }
        finally
        {
            EndDelivery(delivery);
            _ended.SetResult(true);
        }
    }

    private Delivery BeginDelivery(EventName? eventName)
    {
        var delivery = new Delivery(this, eventName);
        delivery.Begin();
        _delivery = delivery;
        t_running = this;
        return delivery;
    }

    private void EndDelivery(Delivery delivery)
    {
        t_running = null;
        _delivery = null;
        delivery.End();
    }
}
