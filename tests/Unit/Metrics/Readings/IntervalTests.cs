using Telemetry.Metrics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Metrics;

public sealed class IntervalTests
{
    private static readonly MetricDefinition s_counter = new("web.request.count", MetricType.Counter) { Tags = ["route"] };
    private static readonly MetricDefinition s_sum = new("web.request.bytes", MetricType.Sum);
    private static readonly MetricDefinition s_summary = new("web.request.duration", MetricType.Summary);
    private static readonly MetricDefinition s_change = new("web.open.change", MetricType.Sum) { AllowNegative = true };

    [Fact]
    public void M9_counts_of_an_interval_are_the_differences_by_tags()
    {
        MetricReading interval = Readings.Of(s_counter, Readings.Counter(7, "/a"), Readings.Counter(5, "/b"), Readings.Counter(2, "/c"))
            .Since(Readings.Of(s_counter, Readings.Counter(4, "/a"), Readings.Counter(5, "/b"), Readings.Counter(9, "/gone")));

        Assert.Equal(
            [("/a", 3, "3"), ("/b", 0, "0"), ("/c", 2, "2")],
            interval.Series.Select(series => (series.TagValues[0], series.Count, series.Value.ToString())));
    }

    [Fact]
    public void M9_integers_of_an_interval_are_exact()
    {
        Assert.Equal((MeasurementValue)2L, Between(s_sum, (1L << 60) + 1, (1L << 60) + 3).Value);
        Assert.Equal((MeasurementValue)0.25, Between(s_sum, 1.25, 1.5).Value);
        Assert.Equal((MeasurementValue)0.5, Between(s_sum, 1L, 1.5).Value);
        Assert.Equal((MeasurementValue)(-3L), Between(s_change, 5, 2).Value);
        Assert.Equal((MeasurementValue)Math.Pow(2, 64), Between(s_change, long.MinValue, long.MaxValue).Value);
    }

    [Fact]
    public void M9_series_that_began_later_is_taken_whole()
    {
        SeriesReading again = new() { TagValues = ["/a"], Started = Readings.Start.AddMinutes(1), Count = 7, Value = 7L };

        SeriesReading interval = Assert.Single(
            Readings.Of(s_counter, again).Since(Readings.Of(s_counter, Readings.Counter(4, "/a"))).Series);

        Assert.Same(again, interval);
    }

    [Fact]
    public void M14_series_that_went_on_from_an_earlier_process_is_not_counted_again()
    {
        SeriesReading restored = new() { TagValues = ["/a"], Started = Readings.Start.AddMinutes(-1), Count = 17, Value = 17L };

        SeriesReading interval = Between(s_counter, Readings.Counter(10, "/a"), restored);

        Assert.Equal(7, interval.Count);
    }

    [Fact]
    public void M9_series_whose_count_went_down_is_taken_whole()
    {
        Assert.Equal(3, Between(s_sum, Readings.Number(5, 50), Readings.Number(3, 60)).Count);
        Assert.Equal((MeasurementValue)60, Between(s_sum, Readings.Number(5, 50), Readings.Number(3, 60)).Value);
    }

    // A counter of the operating system that began again.
    [Fact]
    public void M9_total_that_went_down_is_taken_whole() => Assert.Equal((MeasurementValue)4, Between(s_sum, 1_000, 4).Value);

    [Fact]
    public void M9_last_value_of_an_interval_is_the_last_value()
    {
        var definition = new MetricDefinition("web.queue.length", MetricType.LastValue);

        SeriesReading interval = Between(definition, Readings.Number(9, 40), Readings.Number(11, 12));

        Assert.Equal((11, (MeasurementValue)12), (interval.Count, interval.Value));
    }

    [Fact]
    public void M9_buckets_of_an_interval_are_the_differences()
    {
        var definition = new MetricDefinition("web.duration", MetricType.Distribution) { Buckets = [1, 2] };

        SeriesReading interval = Between(definition, Readings.Distribution(4.5, [1, 2, 0]), Readings.Distribution(20, [1, 4, 2]));

        Assert.Equal([0, 2, 2], interval.BucketCounts);
        Assert.Equal((4, (MeasurementValue)15.5), (interval.Count, interval.Value));
        Assert.Equal(2, interval.Quantile(0.5));
    }

    [Fact]
    public void M9_distribution_in_which_a_bucket_went_down_is_taken_whole()
    {
        var definition = new MetricDefinition("web.duration", MetricType.Distribution) { Buckets = [1, 2] };

        Assert.Equal([9, 0, 0], Between(definition, Readings.Distribution(4, [1, 2, 0]), Readings.Distribution(8, [9, 0, 0])).BucketCounts);
    }

    [Fact]
    public void M9_values_of_a_summary_are_subtracted_in_the_coarser_scale()
    {
        double[] before = [1, 2, 3, -1, 0];
        double[] during = [1.5, 1000, -0.001, -7, 0, 0];
        SeriesReading expected = Readings.Summary(2, during);

        SeriesReading interval = BetweenSummaries(Readings.Summary(5, before), Readings.Summary(2, before.Concat(during)));

        Assert.Equal(Buckets(expected), Buckets(interval));
        Assert.Equal(6, interval.Count);
        Assert.Equal(during.Sum(), interval.Value.TryGetDouble(out double sum) ? sum : 0, 9);
        Assert.Null(interval.Exponential!.Minimum);
        Assert.Null(interval.Exponential!.Maximum);
        Assert.Equal(Buckets(expected), Buckets(BetweenSummaries(Readings.Summary(2, before), Readings.Summary(7, before.Concat(during)))));
    }

    [Fact]
    public void M9_summary_in_which_a_bucket_went_down_is_taken_whole()
    {
        SeriesReading now = Readings.Summary(3, [5, 6, 7]);

        Assert.Same(now, BetweenSummaries(Readings.Summary(3, [5, -5]), now));
        Assert.Same(now, BetweenSummaries(Readings.Summary(3, [500]), now));
        Assert.Same(now, BetweenSummaries(Readings.Summary(3, [5, 5]), now));
        Assert.Same(now, BetweenSummaries(Readings.Summary(3, [0]), now));
        Assert.Same(now, BetweenSummaries(Readings.Number(1), now));
    }

    [Fact]
    public void Since_refuses_another_series() => Assert.Throws<ArgumentException>(() =>
        Readings.Of(s_counter, Readings.Counter(7, "/a")).Series[0].Since(Readings.Counter(7, "/b")));

    [Fact]
    public void Since_needs_the_type_of_the_metric() => Assert.Throws<InvalidOperationException>(() =>
        Readings.Counter(7, "/a").Since(Readings.Counter(7, "/a")));

    [Fact]
    public void M9_metric_that_was_replaced_by_another_one_is_taken_whole()
    {
        MetricReading before = Readings.Of(s_sum, Readings.Number(3, 30));

        Assert.All<MetricReading>(
            [
                Readings.Of(new(s_sum.Name, MetricType.Summary), Readings.Number(5, 50)),
                Readings.Of(new(s_sum.Name, MetricType.Sum) { Unit = "byte" }, Readings.Number(5, 50)),
                Readings.Of(new(s_sum.Name, MetricType.Sum) { Tags = ["route"] }, Readings.Number(5, 50, "/")),
            ],
            now => Assert.Same(now, now.Since(before)));
        MetricReading same = Readings.Of(new("WEB.request.bytes", MetricType.Sum), Readings.Number(5, 50));
        Assert.Equal(2, Assert.Single(same.Since(before).Series).Count);
    }

    [Fact]
    public void M9_snapshot_of_an_interval_has_the_metrics_of_the_later_one()
    {
        MetricSnapshot before = Readings.Snapshot(
            Readings.Of(s_counter, Readings.Counter(1, "/a")), Readings.Of(new("gone", MetricType.Counter), Readings.Counter(1)));
        MetricSnapshot now = new(
            Readings.Time.AddSeconds(10),
            [Readings.Of(s_sum, Readings.Number(2, 20)), Readings.Of(s_counter, Readings.Counter(6, "/a"))]);

        MetricSnapshot interval = now.Since(before);

        Assert.Equal(now.Time, interval.Time);
        Assert.Equal([s_sum, s_counter], interval.Metrics.Select(metric => metric.Definition));
        Assert.Equal([2, 5], interval.Metrics.Select(metric => metric.Series[0].Count));
    }

    // The interval of an interval needs the definition, too.
    [Fact]
    public void M9_series_of_an_interval_is_part_of_its_metric() => Assert.Equal(
        1, Between(s_sum, Readings.Number(3, 3), Readings.Number(5, 5)).Since(Readings.Number(1, 1)).Count);

    private static SeriesReading BetweenSummaries(SeriesReading before, SeriesReading now) =>
        Between(s_summary, before, now);

    private static SeriesReading Between(MetricDefinition definition, MeasurementValue before, MeasurementValue now) =>
        Between(definition, Readings.Number(1, before), Readings.Number(2, now));

    private static SeriesReading Between(MetricDefinition definition, SeriesReading before, SeriesReading now) =>
        Assert.Single(Readings.Of(definition, now).Since(Readings.Of(definition, before)).Series);

    // The buckets that are not empty, by their indexes.
    private static string Buckets(SeriesReading series)
    {
        ExponentialReading values = series.Exponential!;
        return $"scale {values.Scale}, zero {values.ZeroCount}"
            + $", positive {Indexed(values.PositiveOffset, values.PositiveCounts)}"
            + $", negative {Indexed(values.NegativeOffset, values.NegativeCounts)}";
    }

    private static string Indexed(int offset, IReadOnlyList<long> counts) => string.Join(
        ' ', counts.Select((count, i) => (Index: offset + i, Count: count)).Where(bucket => bucket.Count > 0));
}
