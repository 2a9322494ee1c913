using Telemetry.Metrics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Metrics;

public sealed class ExponentialQuantileTests
{
    private static readonly double[] s_quantiles = [0.5, 0.75, 0.9, 0.95, 0.99];

    // Scale 4 is that of a summary whose 320 buckets hold these values.
    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void M9_quantiles_of_log_normal_values_are_exact_within_three_thousandths(int scale)
    {
        double[] values = LogNormal(400_000);
        SeriesReading series = Readings.Summary(scale, values);

        Assert.True(series.Exponential!.PositiveCounts.Count <= 640);
        Assert.All(s_quantiles, q => Assert.Equal(1, series.Quantile(q)!.Value / Exact(values, q), 0.003));
    }

    [Fact]
    public void M9_quantiles_of_negative_values_are_those_of_their_opposites()
    {
        double[] values = LogNormal(10_000);
        SeriesReading positive = Readings.Summary(4, values);
        SeriesReading negative = Readings.Summary(4, values.Select(value => -value));

        Assert.All(s_quantiles, q => Assert.Equal(-1, negative.Quantile(1 - q)!.Value / positive.Quantile(q)!.Value, 1e-6));
    }

    [Fact]
    public void M9_quantiles_pass_from_negative_values_over_zero_to_positive_ones()
    {
        SeriesReading series = Readings.Summary(3, [-100, -100, -1, 0, 0, 0, 0, 2, 2, 50]);

        Assert.Equal(-100, series.Quantile(0));
        Assert.InRange(series.Quantile(0.2)!.Value, -100, -90);
        Assert.InRange(series.Quantile(0.29)!.Value, -1.1, -0.9);
        Assert.Equal(0, series.Quantile(0.5));
        Assert.Equal(0, series.Quantile(0.7));
        Assert.InRange(series.Quantile(0.8)!.Value, 1.8, 2.2);
        Assert.Equal(50, series.Quantile(1));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(0)]
    [InlineData(-8)]
    public void M9_quantiles_are_between_the_lowest_and_the_highest_value(int scale)
    {
        Assert.All(s_quantiles, q => Assert.Equal(7, Readings.Summary(scale, [7, 7, 7]).Quantile(q)!.Value, 12));
        Assert.All(s_quantiles, q => Assert.Equal(-7, Readings.Summary(scale, [-7, -7]).Quantile(q)!.Value, 12));
        Assert.All([0, .. s_quantiles, 1], q => Assert.InRange(Readings.Summary(scale, [-9, -8, 5]).Quantile(q)!.Value, -9, 5));
    }

    // The lowest and the highest value take the place of the bounds of their buckets.
    [Fact]
    public void M9_quantiles_inside_one_bucket_are_spread_over_its_values() => Assert.Equal(
        1.5, Readings.Summary(-4, [1.125, 1.4, 1.6, 2]).Quantile(0.5)!.Value, 12);

    [Fact]
    public void M9_quantiles_of_the_smallest_beside_the_largest_double_are_finite()
    {
        SeriesReading series = Readings.Summary(-4, [-double.MaxValue, -double.Epsilon, 0, double.Epsilon, double.MaxValue]);

        Assert.Equal(-double.MaxValue, series.Quantile(0));
        Assert.Equal(double.MaxValue, series.Quantile(1));
        Assert.Equal(0, series.Quantile(0.5));
        Assert.All(s_quantiles, q => Assert.True(double.IsFinite(series.Quantile(q)!.Value)));
    }

    [Fact]
    public void M9_quantiles_of_an_interval_are_finite_and_have_the_sign_of_their_values()
    {
        SeriesReading series = new()
        {
            Count = 2,
            Exponential = new() { Scale = 0, PositiveOffset = -1075, PositiveCounts = [1, .. new long[2097], 1] },
        };

        Assert.Equal(double.Epsilon, series.Quantile(0));
        Assert.Equal(double.MaxValue, series.Quantile(1));
    }

    [Fact]
    public void M9_quantile_of_no_values_is_absent()
    {
        Assert.Null(Readings.Summary(5, []).Quantile(0.5));
        Assert.Null(new SeriesReading { Exponential = new() { PositiveCounts = [0, 0] } }.Quantile(0.5));
    }

    private static double Exact(double[] values, double q) => values.Order().ElementAt((int)(q * values.Length));

    // By the method of Box and Muller, from a fixed seed.
    private static double[] LogNormal(int count)
    {
        var random = new Random(20260301);
        return
        [
            .. Enumerable.Range(0, count).Select(_ => Math.Exp(
                Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))),
        ];
    }
}
