namespace Telemetry.Metrics;

/// <summary>The series of several metrics at one moment. Immutable.</summary>
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
}
