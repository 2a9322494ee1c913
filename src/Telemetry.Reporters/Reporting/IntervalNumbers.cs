using Telemetry.Metrics;

namespace Telemetry.Reporters;

/// <summary>The numbers of intervals, each of which lasts from the last report that arrived to the next one. Of a report that fails,
/// nothing is lost: the interval gets longer.</summary>
internal sealed class IntervalNumbers
{
    private MetricSnapshot? _earlier;

    /// <summary>The time at which the interval began, in UTC.</summary>
    internal DateTime Since => Earlier.Time;

    private MetricSnapshot Earlier => _earlier ?? throw new InvalidOperationException("No interval has begun.");

    /// <summary>Begins an interval: at the start, and when a report with these values arrived.</summary>
    internal void Begin(MetricSnapshot snapshot) => _earlier = snapshot;

    /// <summary>Returns the series with something to report: those that recorded values in the interval, with the numbers of the
    /// interval; and last values and sums that go up and down, as they are.</summary>
    internal MetricSnapshot Of(MetricSnapshot now)
    {
        MetricSnapshot interval = now.Since(Earlier);
        var metrics = new List<MetricReading>(now.Metrics.Count);
        for (int i = 0; i < now.Metrics.Count; i++)
        {
            MetricReading metric = IsLevel(now.Metrics[i].Definition) ? now.Metrics[i] : interval.Metrics[i];
            SeriesReading[] series = [.. metric.Series.Where(one => one.Count > 0)];
            if (series.Length > 0)
            {
                metrics.Add(series.Length == metric.Series.Count ? metric : new MetricReading(metric.Definition, series));
            }
        }

        return new(now.Time, metrics);
    }

    /// <summary>Whether the value of a metric, and not its change, is of interest.</summary>
    internal static bool IsLevel(MetricDefinition definition) =>
        definition.Type == MetricType.LastValue || (definition.Type == MetricType.Sum && !definition.IsMonotonic);
}
