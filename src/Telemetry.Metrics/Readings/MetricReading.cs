namespace Telemetry.Metrics;

/// <summary>The series of a metric at one moment. Immutable.</summary>
public sealed class MetricReading
{
    /// <summary>Creates a reading.</summary>
    /// <param name="definition">The definition of the metric.</param>
    /// <param name="series">The series, sorted by the values of their tags.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public MetricReading(MetricDefinition definition, IReadOnlyList<SeriesReading> series)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(series);
        Definition = definition;
        Series = series;
    }

    /// <summary>The definition of the metric.</summary>
    public MetricDefinition Definition { get; }

    /// <summary>The series, sorted by the values of their tags.</summary>
    public IReadOnlyList<SeriesReading> Series { get; }
}
