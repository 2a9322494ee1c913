using Telemetry.Metrics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Metrics;

public sealed class DistributionQuantileTests
{
    [Theory]
    [InlineData(0.5, 15)]
    [InlineData(0.25, 10)]
    [InlineData(0.1, 4)]
    [InlineData(0.75, 20)]
    [InlineData(0.9, 32)]
    [InlineData(0, 0)]
    public void M9_quantile_is_interpolated_inside_its_bucket(double q, double expected) => Assert.Equal(
        expected, Read([10, 20, 40], [25, 50, 25, 0]).Quantile(q)!.Value, 12);

    [Fact]
    public void M9_quantile_above_the_highest_bound_is_that_bound()
    {
        SeriesReading series = Read([1, 2], [1, 0, 9]);

        Assert.Equal(2, series.Quantile(0.5));
        Assert.Equal(2, series.Quantile(1));
    }

    [Fact]
    public void M9_quantile_in_a_first_bucket_without_a_positive_bound_is_that_bound()
    {
        SeriesReading series = Read([-5, 5], [10, 10, 0]);

        Assert.Equal(-5, series.Quantile(0.2));
        Assert.Equal(0, series.Quantile(0.75));
    }

    [Fact]
    public void M9_quantile_is_never_in_an_empty_bucket()
    {
        SeriesReading series = Read([1, 2, 3, 4], [0, 0, 4, 0, 0]);

        Assert.Equal(2, series.Quantile(0));
        Assert.Equal(3, series.Quantile(1));
    }

    [Fact]
    public void M9_quantile_in_the_widest_bucket_is_finite() => Assert.Equal(
        0, Read([double.MinValue, double.MaxValue], [0, 2, 0]).Quantile(0.5));

    [Fact]
    public void M9_quantile_of_nothing_is_absent()
    {
        Assert.Null(Read([1, 2], [0, 0, 0]).Quantile(0.5));
        Assert.Null(Readings.Of(new("web.count", MetricType.Counter), Readings.Counter(5)).Series[0].Quantile(0.5));
        Assert.Null(Readings.Of(new("web.value", MetricType.LastValue), Readings.Number(5)).Series[0].Quantile(0.5));
    }

    [Theory]
    [InlineData(-0.01)]
    [InlineData(1.01)]
    [InlineData(95)]
    [InlineData(double.NaN)]
    public void Quantile_is_from_0_to_1(double q)
    {
        Assert.Equal("q", Assert.Throws<ArgumentOutOfRangeException>(() => Read([1], [1, 0]).Quantile(q)).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => Readings.Counter(1).Quantile(q));
    }

    [Fact]
    public void Quantile_needs_the_bounds_of_the_metric() => Assert.Contains(
        nameof(MetricReading),
        Assert.Throws<InvalidOperationException>(() => Readings.Distribution(1, [1, 0]).Quantile(0.5)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Series_that_does_not_fit_its_metric_is_refused()
    {
        var definition = new MetricDefinition("web.duration", MetricType.Distribution) { Buckets = [1, 2], Tags = ["route"] };

        Assert.Throws<ArgumentException>(() => Readings.Of(definition, Readings.Distribution(1, [1, 0], "/")));
        Assert.Throws<ArgumentException>(() => Readings.Of(definition, Readings.Distribution(1, [1, 0, 0])));
        Assert.Throws<ArgumentException>(() => Readings.Of(new("web", MetricType.Counter), Readings.Distribution(1, [1, 0])));
    }

    [Fact]
    public void Series_in_the_reading_of_another_metric_keeps_the_bounds_of_its_own()
    {
        SeriesReading series = Read([10], [1, 0]);
        MetricReading other = Readings.Of(new("other", MetricType.Distribution) { Buckets = [50] }, series);

        Assert.Equal(10, series.Quantile(1));
        Assert.Equal(50, Assert.Single(other.Series).Quantile(1));
    }

    private static SeriesReading Read(double[] bounds, long[] counts) => Assert.Single(
        Readings.Of(new("web.duration", MetricType.Distribution) { Buckets = bounds }, Readings.Distribution(1, counts)).Series);
}
