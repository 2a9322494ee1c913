namespace Telemetry.Metrics;

/// <summary>The numbers of a series at one moment, or of an interval, which agree with one another. Immutable.</summary>
/// <remarks>A reading that is part of a <see cref="MetricReading"/> knows the definition of its metric.</remarks>
public sealed class SeriesReading
{
    private MetricDefinition? _definition;

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

    private MetricDefinition Definition => _definition
        ?? throw new InvalidOperationException("The reading of the series is not part of a MetricReading, which has its definition.");

    /// <summary>Estimates a quantile of the recorded values, in the unit of the metric.</summary>
    /// <param name="q">The quantile, from 0 to 1: 0.5 for the median, 0.99 for the value that 99 % do not exceed.</param>
    /// <returns>The quantile; null for types other than distributions and summaries, and if nothing was recorded.</returns>
    /// <remarks>The values of a bucket count as evenly spread over it: those of a distribution linearly, those of a summary on a
    /// logarithmic scale. The first bucket of a distribution begins at 0, if its bound is positive. For values above its highest
    /// bound, and in a first bucket whose bound is not positive, the result is that bound. That of a summary is from its lowest to
    /// its highest value.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="q"/> is not a number from 0 to 1.</exception>
    /// <exception cref="InvalidOperationException">The reading of a distribution is not part of a <see cref="MetricReading"/>.</exception>
    public double? Quantile(double q)
    {
        if (!(q >= 0 && q <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(q), q, "A quantile is a number from 0 to 1.");
        }

        return Exponential is { } values ? ExponentialQuantile.Of(values, q)
            : BucketCounts.Count > 0 ? DistributionQuantile.Of(Definition.Buckets, BucketCounts, q)
            : null;
    }

    /// <summary>Returns the numbers of the interval between two readings of a series.</summary>
    /// <param name="earlier">The earlier reading.</param>
    /// <returns>The numbers recorded since then: this reading without those of <paramref name="earlier"/>. This reading itself, if
    /// the series began later or was reset, and if it is a last value.</returns>
    /// <remarks>The lowest and the highest value of a summary are not known for an interval. The interval of a counter or sum
    /// whose total went down, although it only goes up, is the new total. The interval in which
    /// <c>MetricRegistry.RestoreState</c> was called contains what it added.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="earlier"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="earlier"/> is a reading of another series.</exception>
    /// <exception cref="InvalidOperationException">This reading is not part of a <see cref="MetricReading"/>.</exception>
    public SeriesReading Since(SeriesReading earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        return TagValuesComparer.Instance.Equals(TagValues, earlier.TagValues)
            ? SeriesInterval.Between(Definition, earlier, this)
            : throw new ArgumentException("The reading is that of another series: its tags have other values.", nameof(earlier));
    }

    /// <summary>Returns this reading as part of the reading of a metric; a copy if it is part of that of another one.</summary>
    internal SeriesReading In(MetricDefinition definition)
    {
        if (_definition is null || ReferenceEquals(_definition, definition))
        {
            _definition = definition;
            return this;
        }

        return new()
        {
            _definition = definition,
            TagValues = TagValues,
            Started = Started,
            Count = Count,
            Value = Value,
            BucketCounts = BucketCounts,
            Exponential = Exponential,
        };
    }
}
