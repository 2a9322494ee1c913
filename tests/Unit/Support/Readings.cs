using Telemetry.Metrics;

namespace Telemetry.Tests.Support;

/// <summary>Makes readings of metrics, as a registry does.</summary>
internal static class Readings
{
    /// <summary>The time at which the series began.</summary>
    internal static readonly DateTime Start = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    /// <summary>The time of the snapshots.</summary>
    internal static readonly DateTime Time = new(2026, 3, 1, 12, 30, 15, 250, DateTimeKind.Utc);

    internal static MetricSnapshot Snapshot(params MetricReading[] metrics) => new(Time, metrics);

    internal static MetricReading Of(MetricDefinition definition, params SeriesReading[] series) => new(definition, series);

    internal static SeriesReading Counter(long count, params string[] tags) =>
        new() { TagValues = tags, Started = Start, Count = count, Value = count };

    internal static SeriesReading Number(MeasurementValue value, params string[] tags) => Number(1, value, tags);

    internal static SeriesReading Number(long count, MeasurementValue value, params string[] tags) =>
        new() { TagValues = tags, Started = Start, Count = count, Value = value };

    internal static SeriesReading Distribution(MeasurementValue sum, long[] counts, params string[] tags) =>
        new() { TagValues = tags, Started = Start, Count = counts.Sum(), Value = sum, BucketCounts = counts };

    /// <summary>The reading of a summary that recorded the values.</summary>
    internal static SeriesReading Summary(int scale, IEnumerable<double> values, params string[] tags)
    {
        double[] all = [.. values];
        return new()
        {
            TagValues = tags,
            Started = Start,
            Count = all.Length,
            Value = all.Sum(),
            Exponential = Exponential(scale, all),
        };
    }

    private static ExponentialReading Exponential(int scale, double[] values)
    {
        (long[] positive, int positiveOffset) = Count(scale, values.Where(value => value > 0));
        (long[] negative, int negativeOffset) = Count(scale, values.Where(value => value < 0).Select(value => -value));
        return new()
        {
            Scale = scale,
            ZeroCount = values.Count(value => value == 0),
            PositiveCounts = positive,
            PositiveOffset = positiveOffset,
            NegativeCounts = negative,
            NegativeOffset = negativeOffset,
            Minimum = values.Length > 0 ? values.Min() : null,
            Maximum = values.Length > 0 ? values.Max() : null,
        };
    }

    private static (long[] Counts, int Offset) Count(int scale, IEnumerable<double> values)
    {
        int[] indexes = [.. values.Select(value => (int)Math.Ceiling(Math.Log2(value) * Math.Pow(2, scale)) - 1)];
        if (indexes.Length == 0)
        {
            return ([], 0);
        }

        int first = indexes.Min();
        long[] counts = new long[indexes.Max() - first + 1];
        foreach (int index in indexes)
        {
            counts[index - first]++;
        }

        return (counts, first);
    }
}
