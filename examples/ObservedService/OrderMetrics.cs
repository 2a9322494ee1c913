using Telemetry.Metrics;

namespace ObservedService;

/// <summary>The numbers to keep of the events of the shop and of its script.</summary>
internal static class OrderMetrics
{
    internal static MetricDefinition[] Definitions { get; } =
    [
        new("order.placed", MetricType.Counter)
        {
            Events = ["order.place.stop"],
            Tags = ["country"],
            Description = "The orders that were placed.",
        },
        new("order.failed", MetricType.Counter)
        {
            Events = ["order.place.exception"],
            Description = "The orders that failed.",
        },
        new("order.open", MetricType.Sum)
        {
            Events = ["order.state"],
            Measurement = "change",
            AllowNegative = true,
            Description = "The orders that were received, and have not ended.",
        },
        new("order.last", MetricType.LastValue)
        {
            Events = ["order.state"],
            Measurement = "id",
            Description = "The id of the order that was received last.",
        },
        new("order.place.duration", MetricType.Distribution)
        {
            Events = ["order.place.stop"],
            Measurement = "duration",
            Unit = "second",
            Buckets = [0.001, 0.01, 0.1, 1],
            Description = "The time to place an order.",
        },
        new("order.price", MetricType.Summary)
        {
            Events = ["order.price.stop"],
            Measurement = "price",
            Unit = "cent",
            Description = "The prices that the script calculated.",
        },
    ];
}
