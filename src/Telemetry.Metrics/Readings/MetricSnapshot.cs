namespace Telemetry.Metrics;

/// <summary>The series of several metrics at one moment, or of an interval. Immutable.</summary>
public sealed class MetricSnapshot
{
    /// <summary>Creates a snapshot.</summary>
    /// <param name="time">The time, in UTC.</param>
    /// <param name="metrics">The metrics, sorted by name.</param>
    /// <exception cref="ArgumentNullException"><paramref name="metrics"/> is null.</exception>
    public MetricSnapshot(DateTime time, IReadOnlyList<MetricReading> metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        Time = time;
        Metrics = metrics;
    }

    /// <summary>The time of the snapshot, in UTC.</summary>
    public DateTime Time { get; }

    /// <summary>The metrics, sorted by name.</summary>
    public IReadOnlyList<MetricReading> Metrics { get; }

    /// <summary>Returns the numbers of the interval between two snapshots.</summary>
    /// <param name="earlier">The earlier snapshot.</param>
    /// <returns>The metrics of this snapshot with its time, each without the numbers of the same metric in
    /// <paramref name="earlier"/>; see <see cref="SeriesReading.Since"/>. Metrics and series that exist no longer are not in
    /// it.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="earlier"/> is null.</exception>
    public MetricSnapshot Since(MetricSnapshot earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        var before = new Dictionary<string, MetricReading>(earlier.Metrics.Count, StringComparer.OrdinalIgnoreCase);
        foreach (MetricReading metric in earlier.Metrics)
        {
            before[metric.Definition.Name] = metric;
        }

        return new(
            Time,
            [
                .. Metrics.Select(metric =>
                    before.TryGetValue(metric.Definition.Name, out MetricReading? same) ? metric.Since(same) : metric),
            ]);
    }
}
