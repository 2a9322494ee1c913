using System.Diagnostics;

namespace Telemetry.Otlp;

/// <summary>The deliveries of a signal: whether one is due, and how the last one ended. Used by one thread at a time.</summary>
internal abstract class SignalWork(Signal signal, Destination destination)
{
    // Whether the last delivery failed, and whether the receiver rejected a part of the last one that arrived.
    private bool _isFailing;
    private bool _isRejecting;

    /// <summary>The signal.</summary>
    internal Signal Signal => signal;

    /// <summary>The receiver.</summary>
    internal Destination Destination => destination;

    /// <summary>Whether there is something to deliver, or to try again.</summary>
    internal bool IsDue => _isFailing || HasItems;

    /// <summary>Whether there is something to deliver.</summary>
    private protected abstract bool HasItems { get; }

    /// <summary>The number of items that were left out since the last call, without those that a receiver rejected.</summary>
    internal abstract DroppedItems TakeDropped();

    /// <summary>Delivers what there is. An exception is a delivery that failed.</summary>
    internal Delivery Deliver(CancellationToken cancellation)
    {
        Delivery delivery;
        try
        {
            delivery = DeliverAll(cancellation);
        }
        catch (Exception e)
        {
            Trace.TraceWarning($"A delivery failed: {e}");
            delivery = new Delivery { Error = $"was sent nothing: {e.Message.TrimEnd('.')}" };
        }

        _isFailing = !delivery.HasArrived;
        return delivery;
    }

    /// <summary>Notes whether items were rejected.</summary>
    /// <returns>Whether it is the first time in a row.</returns>
    internal bool NoteRejected(Delivery delivery)
    {
        bool isFirst = delivery.Rejected > 0 && !_isRejecting;
        if (delivery.HasArrived && delivery.Items + delivery.Rejected > 0)
        {
            _isRejecting = delivery.Rejected > 0;
        }

        return isFirst;
    }

    private protected abstract Delivery DeliverAll(CancellationToken cancellation);
}
