namespace Telemetry.Otlp;

/// <summary>The deliveries of a signal: whether one is due, and how the last one ended. Used by one thread at a time.</summary>
internal abstract class SignalWork(Signal signal, Destination destination)
{
    /// <summary>The signal.</summary>
    internal Signal Signal => signal;

    /// <summary>The receiver.</summary>
    internal Destination Destination => destination;

    /// <summary>Whether the last delivery failed. It is tried again each time.</summary>
    internal bool IsFailing { get; private set; }

    /// <summary>Whether the receiver rejected a part of what arrived last.</summary>
    internal bool IsRejecting { get; private set; }

    /// <summary>Whether there is something to deliver.</summary>
    internal abstract bool HasItems { get; }

    /// <summary>The number of items that were left out since the last call, without those that a receiver rejected.</summary>
    internal abstract DroppedItems TakeDropped();

    /// <summary>Delivers what there is.</summary>
    internal Delivery Deliver(CancellationToken cancellation)
    {
        Delivery delivery = DeliverAll(cancellation);
        IsFailing = !delivery.HasArrived;
        return delivery;
    }

    /// <summary>Notes whether items were rejected.</summary>
    /// <returns>Whether it is the first time in a row.</returns>
    internal bool NoteRejected(Delivery delivery)
    {
        bool isFirst = delivery.Rejected > 0 && !IsRejecting;
        if (delivery.HasArrived && delivery.Items + delivery.Rejected > 0)
        {
            IsRejecting = delivery.Rejected > 0;
        }

        return isFirst;
    }

    private protected abstract Delivery DeliverAll(CancellationToken cancellation);
}
