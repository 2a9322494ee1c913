using System.Threading.Channels;

namespace Telemetry;

/// <summary>
/// The buffer of one handler, and its consumer. Every event emitted for the handler is counted as delivered or as dropped in
/// the end, whatever happens. Safe to use from any thread.
/// </summary>
internal sealed class HandlerQueue
{
    private const long NoDeadline = long.MaxValue;

    // The queue whose consumer runs code of others on this thread, which cannot wait for itself.
    [ThreadStatic]
    private static HandlerQueue? t_running;

    private readonly HandlerRegistration _registration;
    private readonly HandlerSlot[] _slots;
    private readonly Channel<EventRecord> _channel;
    private readonly TimeSpan _drainTimeout;
    private readonly TaskCompletionSource<bool> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _emitted;
    private long _delivered;
    private long _dropped;
    private long _deadline = NoDeadline;

    /// <param name="registration">The handler's registration.</param>
    /// <param name="next">What the consumer calls.</param>
    /// <param name="buffer">How large the queue is, and what it does when it is full.</param>
    internal HandlerQueue(HandlerRegistration registration, TelemetryHandler next, HandlerBuffer buffer)
    {
        _registration = registration;
        _slots = [new HandlerSlot(registration, next)];
        _drainTimeout = buffer.DrainTimeout;
        var options = new BoundedChannelOptions(buffer.Capacity)
        {
            // A full channel refuses what is written without waiting for room.
            FullMode = buffer.FullMode == BufferFullMode.DropOldest ? BoundedChannelFullMode.DropOldest : BoundedChannelFullMode.Wait,

            // The consumer, and whoever gives up on it.
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

    /// <summary>Whether this thread is the consumer's, and inside the handler.</summary>
    internal bool RunsHere => ReferenceEquals(t_running, this);

    private TimeSpan TimeLeft
    {
        get
        {
            TimeSpan left = new TimeSpan(Interlocked.Read(ref _deadline)) - MonotonicTime.Now;
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Starts the consumer.</summary>
    // Unsafe: what flows with the thread that attaches, such as its current span, is not the consumer's.
    internal void Start() =>
        ThreadPool.UnsafeQueueUserWorkItem(static queue => _ = ((HandlerQueue)queue!).ConsumeAsync(), this);

    /// <summary>Puts an event in the queue: what the dispatcher calls in the handler's place.</summary>
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

    /// <summary>Completes, and waits until what waited is delivered or the time limit is over. Inside the handler itself and
    /// those told that it is detached, which could not end meanwhile, it does not wait.</summary>
    internal void Drain()
    {
        Complete();
        if (!RunsHere && !_ended.Task.Wait(TimeLeft))
        {
            Abandon();
        }
    }

    private async Task ConsumeAsync()
    {
        while (await _channel.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (_channel.Reader.TryRead(out EventRecord? record))
            {
                Deliver(record);
                if (TimeLeft == TimeSpan.Zero)
                {
                    Abandon();
                }
            }
        }

        t_running = this;
        try
        {
            _registration.OnDetached();
        }
        finally
        {
            t_running = null;
            _ended.SetResult(true);
        }
    }

    private void Deliver(EventRecord record)
    {
        t_running = this;
        try
        {
            TelemetryEvent source = _registration.Dispatcher.EventOf(record);
            Emission.Run(source, _slots, new EventData(source, record));
        }
        catch (Exception)
        {
            // The handler's own are dealt with by now. What is left is the host's, such as the stopping of a pipeline, and
            // there is no emitter for it to go to.
        }
        finally
        {
            t_running = null;
            Interlocked.Increment(ref _delivered);
        }
    }
}
