using Telemetry;

namespace ShopService;

/// <summary>Places orders, each as a span <c>shop.order</c>: start, and stop or exception.</summary>
internal sealed class Shop(TelemetryDispatcher dispatcher)
{
    private readonly TelemetrySpanSource _orders = dispatcher.GetSpanSource("shop.order");
    private int _lastNumber;

    /// <summary>Places an order.</summary>
    /// <returns>The number of the order.</returns>
    public Task<int> PlaceAsync(Order order)
    {
        int number = Interlocked.Increment(ref _lastNumber);
        return _orders.RunAsync(
            async span =>
            {
                span.IncludesStartMetadata = true;
                span.SetMeasurement("total", order.Total);

                // As calls to a warehouse and a bank would do.
                await Task.Yield();
                return order.Total > 0 ? number : throw new ArgumentException($"The order {number} has no items.");
            },
            [new("order", number), new("customer", order.Customer), new("country", order.Country)]);
    }
}
