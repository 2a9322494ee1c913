using System.Diagnostics.CodeAnalysis;

namespace Telemetry;

/// <summary>The queue of a handler that returns a task. The consumer awaits each call, and blocks no thread meanwhile.</summary>
/// <remarks>A call has the lease of the queue until its task completes, or until the call is given up: when the time limit is over,
/// the token of the handler is cancelled, and the call has a short time to return.</remarks>
[SuppressMessage("Design", "CA1001", Justification = "The token may be used after the end, and its source has nothing to release.")]
internal sealed class AsynchronousHandlerQueue : HandlerQueue
{
    // The longest time that a call has to return after its token was cancelled.
    private static readonly TimeSpan s_longestReturn = TimeSpan.FromSeconds(1);

    private readonly IAsyncConsumer _consumer;
    private readonly BatchCollector? _batch;
    private readonly DeliveryLease _lease = new();
    private readonly CancellationTokenSource _cancellation = new();
    private Timer? _limit;
    private int _isGivingUp;

    // The call that is running.
    private EventRecord? _first;
    private int _count;

    /// <param name="buffer">The size of the queue, the event to drop when it is full, and the time limit of its end.</param>
    /// <param name="batch">The size and the delay of batches; null for single events.</param>
    /// <param name="consumer">The handler.</param>
    /// <param name="detach">Detaches the handler, without waiting for the queue.</param>
    /// <param name="onEnded">Called once, when all events are delivered or dropped.</param>
    internal AsynchronousHandlerQueue(
        HandlerBuffer buffer, BatchOptions? batch, IAsyncConsumer consumer, Action detach, Action onEnded)
        : base(buffer, detach, onEnded)
    {
        _consumer = consumer;
        _batch = batch is null ? null : new BatchCollector(batch, () => _ = DeliverDueAsync());
    }

    private protected override bool HasTaken => _batch is { IsEmpty: false };

    // Twice: a call that does not return is reported after the first, and subscribers need time.
    private protected override TimeSpan ReturnTime => s_longestReturn + CallReturnTime;

    private TimeSpan CallReturnTime => DrainTimeout < s_longestReturn ? DrainTimeout : s_longestReturn;

    private protected override bool TryEnter() => _lease.TryEnter(TimeSpan.Zero);

    private protected override void Leave() => _lease.Exit();

    private protected override async ValueTask DeliverQueuedAsync()
    {
        while (await DeliverNextAsync().ConfigureAwait(false))
        {
            // The next one follows.
        }

        EndIfDone();
    }

    private protected override void DeliverUpTo(long count, TimeSpan deadline)
    {
        while (count > 0 && _lease.TryEnter(deadline))
        {
            if (!TryTake(isForced: true, out EventRecord? first, out EventRecord[]? batch))
            {
                Exit();
                break;
            }

            count -= batch?.Length ?? 1;
            Task call = DeliverAsync(first, batch).AsTask();
            if (!TimeLimit.Uninterrupted(() => call.Wait(TimeLimit.Until(deadline))))
            {
                // The consumer continues when the call returns.
                return;
            }
        }

        EndIfDone();
    }

    private protected override void OnFlushRequested() => ThreadPool.UnsafeQueueUserWorkItem(
        static queue => _ = ((AsynchronousHandlerQueue)queue!).DeliverFlushedAsync(), this);

    // Without a thread that waits for the end, nothing else would cancel the token of the call that is running.
    private protected override void OnLimited()
    {
        Timer limit = BackgroundTimer.Create(Abandon);
        Volatile.Write(ref _limit, limit);
        limit.Change(DrainTimeout, Timeout.InfiniteTimeSpan);
        if (IsEnded)
        {
            limit.Dispose();
        }
    }

    // On threads that are not from the pool, whose threads may all be blocked. The callbacks of the token are code of the handler,
    // and may block as well.
    private protected override void OnAbandoned()
    {
        if (Interlocked.Exchange(ref _isGivingUp, 1) == 0)
        {
            BackgroundThread.Start(Cancel);
            BackgroundThread.Start(GiveUp);
        }
    }

    private protected override void OnEnded()
    {
        _batch?.Stop();
        Volatile.Read(ref _limit)?.Dispose();
    }

    private async Task DeliverFlushedAsync()
    {
        while (HasFlushes && await DeliverNextAsync().ConfigureAwait(false))
        {
            // The next one follows.
        }

        EndIfDone();
    }

    private async Task DeliverDueAsync()
    {
        await DeliverNextAsync().ConfigureAwait(false);
        EndIfDone();
    }

    /// <summary>Delivers the next event or batch.</summary>
    /// <returns>Whether there was one.</returns>
    private async ValueTask<bool> DeliverNextAsync()
    {
        await _lease.EnterAsync().ConfigureAwait(false);
        if (!TryTake(isForced: false, out EventRecord? first, out EventRecord[]? batch))
        {
            Exit();
            return false;
        }

        ValueTask call = DeliverAsync(first, batch);
        if (!call.IsCompleted)
        {
            // Not on the thread that completes the task of the handler: it is the thread of other code, which would deliver all
            // queued events before it could continue.
            await call.ConfigureAwait(false);
            await default(PoolYield);
        }

        return true;
    }

    /// <summary>Takes the next event or batch from the queue. Called with the lease.</summary>
    /// <param name="isForced">Whether to take a batch that is not full and not due.</param>
    /// <param name="first">The event, or the first one of the batch.</param>
    /// <param name="batch">The batch; null for a handler of single events.</param>
    private bool TryTake(bool isForced, [NotNullWhen(true)] out EventRecord? first, out EventRecord[]? batch)
    {
        batch = null;
        if (_batch is null)
        {
            return TryRead(out first);
        }

        while (!_batch.IsFull && TryRead(out EventRecord? next))
        {
            _batch.Add(next);
        }

        first = null;
        if (_batch.IsEmpty)
        {
            return false;
        }

        if (!isForced && !_batch.IsFull && !HasFlushes && !IsExhausted && !_batch.IsDue)
        {
            _batch.WaitUntilDue();
            return false;
        }

        batch = _batch.Take();
        first = batch[0];
        return true;
    }

    /// <summary>Makes a call of the handler. Called with the lease, which is returned when the call ends or is given up.</summary>
    private async ValueTask DeliverAsync(EventRecord first, EventRecord[]? batch)
    {
        (_first, _count) = (first, batch?.Length ?? 1);
        Delivery delivery = BeginDelivery(first.EventName);
        if (IsAbandoned || !delivery.TryStart())
        {
            CountDropped(_count);
            EndCall(delivery, events: 0);
            return;
        }

        Exception? exception = null;
        try
        {
            await Start(first, batch).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            exception = e;
        }

        if (delivery.TryClaimEnd())
        {
            End(first, exception);
            EndCall(delivery, _count);
        }
    }

    private ValueTask Start(EventRecord first, EventRecord[]? batch)
    {
        HandlerQueue? before = EnterThread();
        try
        {
            return _consumer.Start(first, batch, _cancellation.Token);
        }
        finally
        {
            ExchangeRunning(before);
        }
    }

    /// <summary>Processes the end of a call, as code that the queue calls.</summary>
    /// <param name="first">The event, or the first one of a batch.</param>
    /// <param name="exception">The exception that the handler threw; null if there was none.</param>
    /// <param name="isGivenUp">Whether the call did not return in time.</param>
    private void End(EventRecord first, Exception? exception, bool isGivenUp = false)
    {
        HandlerQueue? before = EnterThread();
        try
        {
            if (isGivenUp)
            {
                _consumer.GiveUp(first);
            }
            else
            {
                _consumer.End(first, exception, _cancellation.IsCancellationRequested);
            }
        }
        catch (Exception)
        {
            // Of the host, such as the one that stops a pipeline: it has no emitter to reach.
        }
        finally
        {
            ExchangeRunning(before);
        }
    }

    private void EndCall(Delivery delivery, int events)
    {
        _first = null;
        EndDelivery(delivery, events);
        Exit();
    }

    private void Cancel()
    {
        try
        {
            _cancellation.Cancel();
        }
        catch (AggregateException)
        {
            // Thrown by callbacks of the handler, which it registered for its token.
        }
    }

    private void GiveUp()
    {
        if (WaitForEnd(CallReturnTime))
        {
            return;
        }

        Delivery? call = Running;
        if (call?.EventName is not null && !call.TryRefuse() && call.TryClaimEnd())
        {
            call.Begin();
            End(_first!, exception: null, isGivenUp: true);
            EndCall(call, _count);
        }

        // Deliver and report what the consumer would, which may still wait for the call.
        DeliverUpTo(long.MaxValue, TimeSpan.Zero);
    }
}
