namespace Telemetry;

/// <summary>The queue of a handler that is done when it returns. A thread delivers events until none is queued.</summary>
internal sealed class SynchronousHandlerQueue : HandlerQueue
{
    private readonly Action<EventRecord> _deliver;

    // The lease. Held by the thread that delivers.
    private readonly object _deliveryGate = new();

    /// <param name="buffer">The size of the queue, the event to drop when it is full, and the time limit of its end.</param>
    /// <param name="deliver">Calls the handler with an event. Exceptions of the host, for which there is no emitter, are
    /// ignored.</param>
    /// <param name="detach">Detaches the handler, without waiting for the queue.</param>
    /// <param name="onEnded">Called once, when all events are delivered or dropped.</param>
    internal SynchronousHandlerQueue(HandlerBuffer buffer, Action<EventRecord> deliver, Action detach, Action onEnded)
        : base(buffer, detach, onEnded) => _deliver = deliver;

    // Not again on the thread that holds it, where the lease would not mean that no call is running.
    private protected override bool TryEnter() => !Monitor.IsEntered(_deliveryGate) && Monitor.TryEnter(_deliveryGate);

    private protected override void Leave() => Monitor.Exit(_deliveryGate);

    private protected override ValueTask DeliverQueuedAsync()
    {
        DeliverUpTo(long.MaxValue, TimeSpan.MaxValue);
        return default;
    }

    private protected override void DeliverUpTo(long count, TimeSpan deadline)
    {
        while (count-- > 0 && TryEnter(deadline))
        {
            try
            {
                if (!TryRead(out EventRecord? record))
                {
                    break;
                }

                Deliver(record);
                if (IsAbandoned)
                {
                    Abandon();
                }
            }
            finally
            {
                Exit();
            }
        }

        EndIfDone();
    }

    private bool TryEnter(TimeSpan deadline) => TimeLimit.Uninterrupted(
        (Gate: _deliveryGate, Deadline: deadline), static wait => Monitor.TryEnter(wait.Gate, TimeLimit.Until(wait.Deadline)));

    private void Deliver(EventRecord record)
    {
        Delivery delivery = BeginDelivery(record.EventName);
        HandlerQueue? before = EnterThread();
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
            ExchangeRunning(before);
            EndDelivery(delivery, events: 1);
        }
    }
}
