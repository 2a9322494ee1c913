using Telemetry;

namespace OrderService;

/// <summary>Places orders, and says so by events. It knows nothing of who listens.</summary>
/// <remarks>
/// <para><c>orders.place.stop</c>: an order was placed. Measurements: <c>duration</c> (TimeSpan), <c>amount</c> (cents).
/// Metadata: <c>order_id</c>, <c>customer</c>, <c>country</c>.</para>
/// <para><c>orders.payment.stop</c>: it was paid, with the same metadata, or failed to be: <c>error</c> says why.
/// Measurements: <c>amount</c> (cents).</para>
/// </remarks>
internal static class Shop
{
    private static readonly TelemetryEvent s_placed = TelemetryDispatcher.Default.GetEvent("orders.place.stop");
    private static readonly TelemetryEvent s_payment = TelemetryDispatcher.Default.GetEvent("orders.payment.stop");

    internal static void Place(Order order)
    {
        s_placed.Execute(
            [new("duration", TimeSpan.FromMilliseconds(order.Milliseconds)), new("amount", order.Cents)],
            [new("order_id", order.Id), new("customer", order.Customer), new("country", order.Country)]);
        if (order.Failure is null)
        {
            s_payment.Execute(
                [new("amount", order.Cents)],
                [new("order_id", order.Id), new("customer", order.Customer), new("country", order.Country)]);
        }
        else
        {
            s_payment.Execute(
                [new("amount", order.Cents)],
                [
                    new("order_id", order.Id), new("customer", order.Customer), new("country", order.Country),
                    new("error", order.Failure),
                ]);
        }
    }
}
