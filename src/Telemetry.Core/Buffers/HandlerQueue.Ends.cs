namespace Telemetry;

/// <content>Flushes, and the end of the queue.</content>
internal abstract partial class HandlerQueue
{
    private readonly FlushRequests _flushes = new();

    // Created once, as each delivery calls it.
    private readonly Func<bool> _completeFlushes;

    /// <summary>Whether a caller waits for the events that are queued.</summary>
    private protected bool HasFlushes => _flushes.HasAny;

    /// <summary>The time that a call has to return after the queue was abandoned.</summary>
    private protected virtual TimeSpan ReturnTime => TimeSpan.Zero;

    /// <summary>Accepts no more events, and delivers the queued ones until the time limit is over. Does not wait for the
    /// delivery.</summary>
    /// <param name="isLimited">Whether the time limit begins now. It does not for the only event of a handler, before somebody waits
    /// for it.</param>
    internal void Complete(bool isLimited = true)
    {
        // Set once, and before another thread can find the queue completed and wait for it.
        bool begins = isLimited
            && Interlocked.CompareExchange(ref _deadline, (MonotonicTime.Now + DrainTimeout).Ticks, NoDeadline) == NoDeadline;
        _channel.Writer.TryComplete();
        if (begins)
        {
            OnLimited();
        }
    }

    /// <summary>Accepts no more events, and drops the queued ones.</summary>
    internal void Abandon()
    {
        Interlocked.Exchange(ref _deadline, 0);
        _channel.Writer.TryComplete();
        while (TryRead(out _))
        {
            Interlocked.Increment(ref _evicted);
        }

        OnAbandoned();
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
                    _ended.Task.Wait(ReturnTime);
                }
            });
        }
    }

    /// <summary>Does the same without blocking a thread.</summary>
    internal async Task DrainAsync()
    {
        Complete();
        if (IsEnded || !Delivery.TryBeginWait(this, out DeliveryWait wait))
        {
            return;
        }

        using (wait)
        {
            if (!await TimeLimit.EndsInTimeAsync(_ended.Task, TimeLeft).ConfigureAwait(false))
            {
                Abandon();
                await TimeLimit.EndsInTimeAsync(_ended.Task, ReturnTime).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Waits until the events that are queued now are delivered or dropped. The queue still accepts and delivers events
    /// afterwards.</summary>
    /// <returns>Whether they were in time; false for code that the queue itself calls, which does not wait.</returns>
    internal async Task<bool> FlushAsync(TimeSpan timeout)
    {
        if (Statistics.Queued == 0)
        {
            return true;
        }

        // The thread does not matter, as it is not blocked: it may run the continuation of other code for the handler.
        if (!Delivery.TryBeginWait(this, out DeliveryWait wait))
        {
            return false;
        }

        using DeliveryWait waiting = wait;

        // In this order: an event that is being refused is rather counted as queued. If no other one arrives, the request is met
        // when the queue is found empty.
        long refused = Interlocked.Read(ref _refused);
        FlushRequest request = _flushes.Add(Interlocked.Read(ref _emitted) - refused);
        try
        {
            OnFlushRequested();
            return await TimeLimit.EndsInTimeAsync(request.Completed, timeout).ConfigureAwait(false);
        }
        finally
        {
            _flushes.Remove(request);
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

        TimeSpan deadline = MonotonicTime.Now + DrainTimeout;
        Thread helper = BackgroundThread.Start(() => DeliverUpTo(waiting, deadline));
        return () => WaitUnlessCalled(() => helper.Join(TimeLimit.Until(deadline)));
    }

    /// <summary>Called when the time limit of the end begins.</summary>
    private protected virtual void OnLimited()
    {
    }

    /// <summary>Called when the queue is abandoned, each time.</summary>
    private protected virtual void OnAbandoned()
    {
    }

    /// <summary>Called when the queue has ended.</summary>
    private protected virtual void OnEnded()
    {
    }

    /// <summary>Called when a caller begins to wait for the queued events.</summary>
    private protected virtual void OnFlushRequested() => TryCompleteFlushes();

    /// <summary>Waits until the queue has ended.</summary>
    /// <returns>Whether it has ended in time.</returns>
    private protected bool WaitForEnd(TimeSpan timeout) => _ended.Task.Wait(timeout);

    // Code that the queue calls would wait for its own end.
    private void WaitUnlessCalled(Action wait)
    {
        if (!IsDeliveringHere && Delivery.TryBeginWait(this, out DeliveryWait waiting))
        {
            using (waiting)
            {
                wait();
            }
        }
    }

    private void BeginDrain()
    {
        Complete();
        if (!IsEnded && Interlocked.Exchange(ref _hasHelper, 1) == 0)
        {
            BackgroundThread.Start(() =>
            {
                DeliverUpTo(long.MaxValue, new TimeSpan(Interlocked.Read(ref _deadline)));
                if (!WaitForEnd(TimeLeft))
                {
                    // A timer would need a thread of the pool. If these are blocked, the queues of a process that ends would be
                    // abandoned one after the other, by the thread that waits for each.
                    Abandon();
                }
            });
        }
    }

    /// <summary>Completes the flushes whose events have left the queue, unless another thread has the lease, which does so before it
    /// returns it.</summary>
    private void TryCompleteFlushes()
    {
        if (!TryEnter())
        {
            return;
        }

        Exit();
        if (IsExhausted)
        {
            // The consumer may have found the lease taken when it was done. In the pool, as the subscribers of the end are not to run
            // on the thread of a caller that waits for a flush.
            ThreadPool.UnsafeQueueUserWorkItem(static queue => ((HandlerQueue)queue!).EndIfDone(), this);
        }
    }

    // With the lease, no call is running: what was taken from the queue has been handled, except for the events of a batch that is not
    // full. Later events may have been dropped before them, so that the number of events says nothing then.
    private bool CompleteFlushes()
    {
        _flushes.Complete(
            HasTaken ? long.MinValue : Interlocked.Read(ref _delivered) + Interlocked.Read(ref _evicted),
            () => !HasTaken && !_channel.Reader.TryPeek(out _));
        return true;
    }
}
