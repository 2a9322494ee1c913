using System.Threading.Channels;

namespace Telemetry;

/// <summary>
/// The buffer of one handler, and its consumer. Every event emitted for the handler is counted as delivered or as dropped in
/// the end, whatever happens. Safe to use from any thread.
/// </summary>
/// <remarks>The consumer runs in the thread pool. Where somebody waits for the queue, a thread is started that helps it: all
/// threads of the pool may be blocked, by those who wait among others. Whoever delivers has the turn meanwhile, so that the
/// handler is called by one thread at a time.</remarks>
internal sealed class HandlerQueue
{
    private const long NoDeadline = long.MaxValue;

    // As long as a thread can wait at once.
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
    private readonly object _turn = new();
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
    /// <param name="onEnded">Called once, when all is delivered or dropped.</param>
    internal HandlerQueue(HandlerBuffer buffer, Action<EventRecord> deliver, Action detach, Action onEnded)
    {
        _deliver = deliver;
        _detach = detach;
        _onEnded = onEnded;
        _drainTimeout = buffer.DrainTimeout;
        var options = new BoundedChannelOptions(buffer.Capacity)
        {
            // A full channel refuses what is written without waiting for room.
            FullMode = buffer.FullMode == BufferFullMode.DropOldest ? BoundedChannelFullMode.DropOldest : BoundedChannelFullMode.Wait,

            // The consumer, the threads that help it, and whoever gives up on it.
            SingleReader = false,
        };
        _channel = Channel.CreateBounded<EventRecord>(options, _ => Interlocked.Increment(ref _dropped));
    }

    /// <summary>Counted in an order in which nothing is seen as delivered that is not seen as emitted.</summary>
    internal BufferStatistics Statistics
    {
        get
        {
            long delivered = Interlocked.Read(ref _delivered);
            long dropped = Interlocked.Read(ref _dropped);
            return new(Interlocked.Read(ref _emitted), delivered, dropped);
        }
    }

    /// <summary>Whether all is delivered or dropped, and the consumer gone.</summary>
    internal bool IsEnded => _ended.Task.IsCompleted;

    /// <summary>Whether this thread is inside the handler, called for an event of the queue.</summary>
    internal bool IsDeliveringHere => ReferenceEquals(t_running, this);

    /// <summary>The call that the queue makes at this moment; null where it makes none.</summary>
    internal Delivery? Running => _delivery;

    private TimeSpan TimeLeft => Left(new TimeSpan(Interlocked.Read(ref _deadline)));

    /// <summary>Starts the consumer.</summary>
    // Unsafe: what flows with the thread that attaches, such as its current span, is not the consumer's.
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

    /// <summary>Takes nothing more, and delivers what waits until the time limit is over. Does not wait for it.</summary>
    internal void Complete()
    {
        // Set once, and before anyone can find the queue completed and wait for it.
        Interlocked.CompareExchange(ref _deadline, (MonotonicTime.Now + _drainTimeout).Ticks, NoDeadline);
        _channel.Writer.TryComplete();
    }

    /// <summary>Takes nothing more, and drops what waits.</summary>
    internal void Abandon()
    {
        Interlocked.Exchange(ref _deadline, 0);
        _channel.Writer.TryComplete();
        while (_channel.Reader.TryRead(out _))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    /// <summary>Completes, and waits until what waited is delivered or the time limit is over. Code that the queue itself
    /// calls, and what this code started, does not wait: it could not end meanwhile.</summary>
    internal void Drain()
    {
        BeginDrain();
        Delivery? caller = Delivery.Current;
        if (IsEnded || IsDeliveringHere || caller?.TryWaitFor(this) == false)
        {
            return;
        }

        try
        {
            if (!_ended.Task.Wait(TimeLeft))
            {
                Abandon();
            }
        }
        finally
        {
            caller?.EndWait();
        }
    }

    /// <summary>Detaches the handler and delivers what waits, without waiting for it, on a thread that the pool need not
    /// have.</summary>
    internal void DetachAndBeginDrain()
    {
        _detach();
        BeginDrain();
    }

    /// <summary>Begins to deliver what waits at this moment, on a thread that the pool need not have. The queue takes and
    /// delivers more after it.</summary>
    /// <returns>Waits until it is delivered, or the time limit is over; null where nothing waits.</returns>
    internal Action? BeginFlush()
    {
        long waiting = Statistics.Queued;
        if (waiting == 0)
        {
            return null;
        }

        TimeSpan deadline = MonotonicTime.Now + _drainTimeout;
        Thread helper = BackgroundThread.Start(() => DeliverSome(waiting, deadline));
        return () => helper.Join(Left(deadline));
    }

    private static TimeSpan Left(TimeSpan deadline)
    {
        TimeSpan left = deadline - MonotonicTime.Now;
        return left <= TimeSpan.Zero ? TimeSpan.Zero : left < s_longestWait ? left : s_longestWait;
    }

    private void BeginDrain()
    {
        Complete();
        if (!IsEnded && Interlocked.Exchange(ref _hasHelper, 1) == 0)
        {
            BackgroundThread.Start(() => DeliverSome(long.MaxValue, new TimeSpan(Interlocked.Read(ref _deadline))));
        }
    }

    private async Task ConsumeAsync()
    {
        while (await _channel.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            DeliverSome(long.MaxValue, TimeSpan.MaxValue);
        }

        EndIfDone();
    }

    /// <summary>Delivers up to a number of events, until none waits or another thread has kept the turn for too long.</summary>
    private void DeliverSome(long count, TimeSpan deadline)
    {
        while (count-- > 0 && TryTakeTurn(deadline))
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
                Monitor.Exit(_turn);
            }
        }

        EndIfDone();
    }

    private bool TryTakeTurn(TimeSpan deadline)
    {
        while (true)
        {
            try
            {
                return Monitor.TryEnter(_turn, Left(deadline));
            }
            catch (ThreadInterruptedException)
            {
                // Meant for the handler, which returned before it waited. The events that are queued are not lost for it.
            }
        }
    }

    private void Deliver(EventRecord record)
    {
        Delivery delivery = BeginDelivery();
        try
        {
            _deliver(record);
        }
        catch (Exception)
        {
            // Failures of the handler were reported by now. An exception of the host, such as the one by which a pipeline is
            // stopped, has no emitter to go to.
        }
        finally
        {
            EndDelivery(delivery);
            Interlocked.Increment(ref _delivered);
        }
    }

    /// <summary>Raises the end of the queue, once, when all is delivered or dropped.</summary>
    private void EndIfDone()
    {
        // A thread that has the turn comes here when it gives it up.
        if (!_channel.Reader.Completion.IsCompleted || !Monitor.TryEnter(_turn))
        {
            return;
        }

        bool isFirst = !_isEnding;
        _isEnding = true;
        Monitor.Exit(_turn);
        if (!isFirst)
        {
            return;
        }

        Delivery delivery = BeginDelivery();
        try
        {
            _onEnded();
        }
        catch (Exception)
        {
            // The host's, as above.
        }
        finally
        {
            EndDelivery(delivery);
            _ended.SetResult(true);
        }
    }

    private Delivery BeginDelivery()
    {
        var delivery = new Delivery(this);
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
