namespace Telemetry.Otlp;

/// <summary>Delivers items that wait, in batches: those that were there at the beginning, until one does not arrive.</summary>
internal sealed class QueueWork<T>(
    Signal signal, Destination destination, PendingItems<T> items, int batchSize, Func<T[], int, CancellationToken, Delivery> deliver)
    : SignalWork(signal, destination)
{
    private readonly T[] _batch = new T[batchSize];

    private protected override bool HasItems => items.Count > 0;

    internal override DroppedItems TakeDropped() => items.TakeDropped();

    private protected override Delivery DeliverAll(CancellationToken cancellation)
    {
        var sum = new Delivery();
        int left = items.Count;
        while (left > 0 && items.Begin(_batch) is > 0 and int count)
        {
            Delivery delivery = DeliverBatch(count, cancellation);
            left -= count;
            sum = new Delivery
            {
                Error = delivery.Error ?? sum.Error,
                Items = sum.Items + delivery.Items,
                Bytes = sum.Bytes + delivery.Bytes,
                Rejected = sum.Rejected + delivery.Rejected,
                RejectedBecause = delivery.RejectedBecause ?? sum.RejectedBecause,
            };

            // The others may be accepted where these were refused.
            if (!delivery.HasArrived && !delivery.IsRefused)
            {
                break;
            }
        }

        return sum;
    }

    private Delivery DeliverBatch(int count, CancellationToken cancellation)
    {
        Delivery? delivery = null;
        try
        {
            return delivery = deliver(_batch, count, cancellation);
        }
        finally
        {
            items.End(delivery is { HasArrived: true }, delivery is { IsRefused: true });
            Array.Clear(_batch);
        }
    }
}
