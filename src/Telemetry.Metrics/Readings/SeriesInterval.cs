namespace Telemetry.Metrics;

/// <summary>The difference of two readings of a series.</summary>
internal static class SeriesInterval
{
    /// <summary>Returns the numbers since an earlier reading; the later reading itself if they cannot be told apart.</summary>
    internal static SeriesReading Between(MetricDefinition definition, SeriesReading earlier, SeriesReading later)
    {
        if (definition.Type == MetricType.LastValue || later.Started > earlier.Started || later.Count < earlier.Count)
        {
            return later;
        }

        ExponentialReading? values = null;
        if (later.Exponential is { } laterValues)
        {
            values = earlier.Exponential is { } earlierValues ? ExponentialInterval.Between(earlierValues, laterValues) : null;
            if (values is null)
            {
                return later;
            }
        }

        long[] counts = [.. later.BucketCounts];
        for (int i = 0; i < counts.Length; i++)
        {
            // Readings with other buckets are those of another metric.
            if (earlier.BucketCounts.Count != counts.Length || (counts[i] -= earlier.BucketCounts[i]) < 0)
            {
                return later;
            }
        }

        return new SeriesReading
        {
            TagValues = later.TagValues,
            Started = later.Started,
            Count = later.Count - earlier.Count,
            Value = Subtract(definition, later.Value, earlier.Value),
            BucketCounts = counts,
            Exponential = values,
        }.In(definition);
    }

    private static MeasurementValue Subtract(MetricDefinition definition, MeasurementValue later, MeasurementValue earlier)
    {
        MeasurementValue difference = Subtract(later, earlier);

        // The total of a counter that is not ours begins again at 0 when its process does.
        return definition.IsMonotonic && difference.TryGetDouble(out double number) && number < 0 ? later : difference;
    }

    private static MeasurementValue Subtract(MeasurementValue later, MeasurementValue earlier)
    {
        if (later.TryGetInt64(out long minuend) && earlier.TryGetInt64(out long subtrahend))
        {
            long difference = unchecked(minuend - subtrahend);

            // Only numbers of different signs have a difference that overflows, and its sign is then the wrong one.
            bool overflows = ((minuend ^ subtrahend) & (minuend ^ difference)) < 0;
            return overflows ? (MeasurementValue)((double)minuend - subtrahend) : difference;
        }

        return later.TryGetDouble(out double from) && earlier.TryGetDouble(out double number) ? from - number : later;
    }
}
