using Telemetry;
using Telemetry.Metrics;

namespace OrderService;

/// <summary>The numbers to keep of the events of the shop. The shop does not know them.</summary>
internal static class OrderMetrics
{
    internal const string Orders = "orders.placed";
    internal const string Slow = "orders.slow";
    internal const string Failed = "orders.failed";
    internal const string Revenue = "orders.revenue";

    /// <summary>The time above which an order is slow, as in <c>handlers/alerts.ps1</c>.</summary>
    internal const double SlowMilliseconds = 250;

    // A payment without an error. A missing value is null.
    private static readonly EventCondition s_isPaid = new("error", default(MetadataValue));

    internal static MetricDefinition[] Definitions { get; } =
    [
        new(Orders, MetricType.Counter)
        {
            Events = ["orders.place.stop"],
            Tags = ["country"],
            Description = "The orders that were placed.",
        },
        new(Slow, MetricType.Counter)
        {
            Events = ["orders.place.stop"],
            Keep = static (in EventData data) =>
                data.TryGetMeasurement("duration", out MeasurementValue value)
                && value.TryGetTimeSpan(out TimeSpan duration)
                && duration.TotalMilliseconds > SlowMilliseconds,
            Description = "The orders that took long to place.",
        },
        new(Failed, MetricType.Counter)
        {
            Events = ["orders.payment.stop"],
            Tags = ["country"],
            WhereNot = [s_isPaid],
            Description = "The orders whose payment failed.",
        },
        new(Revenue, MetricType.Sum)
        {
            Events = ["orders.payment.stop"],
            Measurement = "amount",
            Tags = ["country"],
            Where = [s_isPaid],
            Unit = "cent",
            Description = "The amount of the orders that were paid.",
        },
    ];
}
