namespace Telemetry.Metrics;

/// <summary>The numbers of a series at one moment, which agree with one another. Immutable.</summary>
public sealed class SeriesReading
{
    /// <summary>The values of the tags, in the order of <see cref="MetricDefinition.Tags"/>. A missing value is empty.</summary>
    public IReadOnlyList<string> TagValues { get; init; } = [];

    /// <summary>The time at which the series began, in UTC.</summary>
    public DateTime Started { get; init; }

    /// <summary>The number of values recorded.</summary>
    public long Count { get; init; }

    /// <summary>The value, in the unit of the metric: the number of events of a counter, the sum of a sum, a distribution or a
    /// summary, the most recent value of a last value. An integer as long as only integers were recorded.</summary>
    public MeasurementValue Value { get; init; }

    /// <summary>The number of values in each bucket of a distribution, and last of those above the highest bound; not cumulative.
    /// Empty for other types.</summary>
    public IReadOnlyList<long> BucketCounts { get; init; } = [];

    /// <summary>The values of a summary; null for other types.</summary>
    public ExponentialReading? Exponential { get; init; }
}
