using Telemetry.Metrics;

namespace Telemetry.Alerts;

/// <summary>Computes the statistics of the series of metrics.</summary>
internal static class MetricStatistic
{
    /// <summary>Gets the statistic that is compared for a metric.</summary>
    internal static AlertStatistic Of(AlertDefinition definition, MetricType type) =>
        definition.Statistic ?? (IsOfValues(type) ? AlertStatistic.P95 : AlertStatistic.Value);

    /// <summary>Gets the reason for which a metric does not have a statistic, and the remedy; null if it has it.</summary>
    internal static string? FindProblem(AlertStatistic statistic, MetricDefinition metric)
    {
        AlertStatistic[] all = Enumerate(metric.Type);
        return Array.IndexOf(all, statistic) >= 0
            ? null
            : $"The metric '{metric.Name}' is of type {metric.Type}, and has no {statistic}. Choose {string.Join(", ", all)}.";
    }

    /// <summary>Computes a statistic.</summary>
    /// <param name="statistic">The statistic, one that the metric has.</param>
    /// <param name="type">The type of the metric.</param>
    /// <param name="series">The series; of an interval, if the statistic is of one.</param>
    /// <param name="elapsed">The length of the interval.</param>
    /// <returns>The number; null if the series has none.</returns>
    internal static double? Compute(AlertStatistic statistic, MetricType type, SeriesReading series, TimeSpan elapsed) => statistic switch
    {
        AlertStatistic.Value => Number(series),
        AlertStatistic.Count => series.Count,
        AlertStatistic.Rate => (IsOfValues(type) ? series.Count : Number(series)) / elapsed.TotalSeconds,
        AlertStatistic.Mean => series.Count > 0 ? Number(series) / series.Count : null,
        AlertStatistic.P50 => series.Quantile(0.5),
        AlertStatistic.P90 => series.Quantile(0.9),
        AlertStatistic.P95 => series.Quantile(0.95),
        _ => series.Quantile(0.99),
    };

    private static AlertStatistic[] Enumerate(MetricType type) => type switch
    {
        MetricType.LastValue => [AlertStatistic.Value],
        MetricType.Counter => [AlertStatistic.Value, AlertStatistic.Count, AlertStatistic.Rate],
        MetricType.Sum => [AlertStatistic.Value, AlertStatistic.Count, AlertStatistic.Rate, AlertStatistic.Mean],
        _ =>
        [
            AlertStatistic.Count, AlertStatistic.Rate, AlertStatistic.Mean, AlertStatistic.P50, AlertStatistic.P90, AlertStatistic.P95,
            AlertStatistic.P99,
        ],
    };

    private static bool IsOfValues(MetricType type) => type is MetricType.Distribution or MetricType.Summary;

    private static double? Number(SeriesReading series) => series.Value.TryGetDouble(out double value) ? value : null;
}
