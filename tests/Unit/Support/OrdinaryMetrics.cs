using Telemetry.Metrics;

namespace Telemetry.Tests.Support;

/// <summary>Metrics of all types, as programs have them.</summary>
internal static class OrdinaryMetrics
{
    internal static MetricSnapshot Snapshot() => Readings.Snapshot(
        Readings.Of(
            new("db.pool.open", MetricType.Sum) { AllowNegative = true, Description = "Counter, but it goes down." },
            Readings.Number(5, -3)),
        Readings.Of(
            new("job.count", MetricType.Counter) { Tags = ["kind"] },
            Readings.Counter(3, "mail"),
            Readings.Counter(0, "report")),
        Readings.Of(new("net.bytes", MetricType.Sum) { Unit = "byte" }, Readings.Number(2, (1L << 53) + 1)),
        Readings.Of(
            new("room.temperature", MetricType.LastValue) { Tags = ["room"], Unit = "celsius" },
            Readings.Number(-12.5, "1")),
        Readings.Of(
            new("web.request.size", MetricType.Summary) { Unit = "byte", Description = "The size of answers." },
            Readings.Summary(3, [8, 8])),
        Readings.Of(
            new("web.request.stop.duration", MetricType.Distribution)
            {
                Tags = ["http.route", "status"],
                Unit = "second",
                Buckets = [0.05, 1, 1_000_000],
            },
            Readings.Distribution(2_000_004.25, [1, 0, 3, 2], "/a", "200")));
}
