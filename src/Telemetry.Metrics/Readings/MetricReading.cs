namespace Telemetry.Metrics;

/// <summary>The series of a metric at one moment, or of an interval. Immutable.</summary>
public sealed class MetricReading
{
    /// <summary>Creates a reading.</summary>
    /// <param name="definition">The definition of the metric.</param>
    /// <param name="series">The series.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">A series does not have a value for each tag of the definition, or not as many counts as
    /// there are buckets.</exception>
    public MetricReading(MetricDefinition definition, IReadOnlyList<SeriesReading> series)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(series);
        Definition = definition;
        Series = Adopt(definition, series);
    }

    private MetricReading(SeriesReading[] ofDefinition, MetricDefinition definition)
    {
        Definition = definition;
        Series = ofDefinition;
    }

    /// <summary>The definition of the metric.</summary>
    public MetricDefinition Definition { get; }

    /// <summary>The series, in the order in which they began, with the one for events beyond the limit last.</summary>
    public IReadOnlyList<SeriesReading> Series { get; }

    /// <summary>Creates a reading of series that are known to be those of the metric, and to have its definition.</summary>
    internal static MetricReading OfMetric(MetricDefinition definition, SeriesReading[] series) => new(series, definition);

    /// <summary>Returns the numbers of the interval between two readings of a metric.</summary>
    /// <param name="earlier">The earlier reading.</param>
    /// <returns>The series of this reading, each without the numbers of the same series in <paramref name="earlier"/>; see
    /// <see cref="SeriesReading.Since"/>. This reading itself if the metric was replaced by another one.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="earlier"/> is null.</exception>
    public MetricReading Since(MetricReading earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        if (!IsSameMetric(earlier.Definition))
        {
            return this;
        }

        var before = new Dictionary<IReadOnlyList<string>, SeriesReading>(earlier.Series.Count, TagValuesComparer.Instance);
        foreach (SeriesReading series in earlier.Series)
        {
            before[series.TagValues] = series;
        }

        return new(
            Definition,
            [
                .. Series.Select(series => before.TryGetValue(series.TagValues, out SeriesReading? same)
                    ? SeriesInterval.Between(Definition, same, series)
                    : series),
            ]);
    }

    private static IReadOnlyList<SeriesReading> Adopt(MetricDefinition definition, IReadOnlyList<SeriesReading> series)
    {
        int tags = definition.Tags.Count;
        int counts = definition.Type == MetricType.Distribution ? definition.Buckets.Count + 1 : 0;
        SeriesReading[]? copies = null;
        for (int i = 0; i < series.Count; i++)
        {
            SeriesReading one = series[i];
            if (one.TagValues.Count != tags || one.BucketCounts.Count != counts)
            {
                throw new ArgumentException(
                    $"A series of '{definition.Name}' has {one.TagValues.Count} tag values and {one.BucketCounts.Count} bucket counts;"
                        + $" the metric has {tags} and {counts}.",
                    nameof(series));
            }

            SeriesReading adopted = one.In(definition);
            if (!ReferenceEquals(adopted, one))
            {
                copies ??= [.. series];
                copies[i] = adopted;
            }
        }

        return copies ?? series;
    }

    private bool IsSameMetric(MetricDefinition other) =>
        ReferenceEquals(Definition, other)
        || (string.Equals(Definition.Name, other.Name, StringComparison.OrdinalIgnoreCase)
            && Definition.Type == other.Type
            && Definition.Unit == other.Unit
            && Definition.Buckets.SequenceEqual(other.Buckets)
            && Definition.Tags.Select(tag => tag.Name).SequenceEqual(other.Tags.Select(tag => tag.Name)));
}
