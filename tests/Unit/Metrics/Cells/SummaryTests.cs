using System.Diagnostics.CodeAnalysis;
using Telemetry.Metrics;

namespace Telemetry.Tests.Metrics;

[SuppressMessage("Security", "CA5394", Justification = "The numbers are to be repeatable, not secret.")]
public sealed class SummaryTests : IDisposable
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly MetricRegistry _registry;
    private readonly Metric _metric;

    public SummaryTests()
    {
        _registry = new MetricRegistry(_dispatcher);
        _metric = _registry.Add(new("a.n", MetricType.Summary));
    }

    public void Dispose() => _registry.Dispose();

    [Fact]
    public void M9_quantiles_of_positive_values_are_within_three_thousandths()
    {
        var random = new Random(7);
        double[] values = [.. Enumerable.Range(0, 100_000).Select(_ => Math.Exp(Normal()))];

        SeriesReading reading = Record(values);

        Array.Sort(values);
        foreach (double quantile in (double[])[0.5, 0.75, 0.9, 0.95, 0.99])
        {
            double exact = values[(int)(quantile * values.Length)];
            Assert.Equal(exact, reading.Quantile(quantile)!.Value, exact * 0.003);
        }

        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(random.NextDouble() * 2 * Math.PI);
    }

    [Fact]
    public void M9_range_of_all_doubles_fits_and_quantiles_stay_inside_it()
    {
        SeriesReading reading = Record([double.Epsilon, -double.Epsilon, double.MaxValue, -double.MaxValue, 0, 1, -1, 1e-300, 1e300]);

        ExponentialReading values = reading.Exponential!;
        Assert.Equal(9, reading.Count);
        Assert.Equal(1, values.ZeroCount);
        Assert.Equal(5, values.PositiveCounts.Sum());
        Assert.Equal(3, values.NegativeCounts.Sum());
        Assert.InRange(values.PositiveCounts.Count, 1, 320);
        Assert.InRange(values.NegativeCounts.Count, 1, 320);
        Assert.Equal(-double.MaxValue, values.Minimum);
        Assert.Equal(double.MaxValue, values.Maximum);
        double[] quantiles = [.. Enumerable.Range(0, 101).Select(i => reading.Quantile(i / 100.0)!.Value)];
        Assert.All(quantiles, quantile => Assert.InRange(quantile, -double.MaxValue, double.MaxValue));
        Assert.Equal(quantiles.Order(), quantiles);
        Assert.Equal(-double.MaxValue, quantiles[0]);
        Assert.Equal(0, quantiles[40]);
        Assert.Equal(double.MaxValue, quantiles[100]);
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(1024.0)]
    [InlineData(0.0009765625)]
    [InlineData(2.2250738585072014E-308)]
    [InlineData(4.9406564584124654E-324)]
    public void M9_power_of_two_is_the_upper_bound_of_its_bucket_in_every_scale(double value)
    {
        double[] spread = [1, 1.000001, 1.1, 3, 1e6, 1e300];
        for (int count = 0; count <= spread.Length; count++)
        {
            _metric.Reset();
            double[] others = [.. spread.Take(count).Select(factor => value * factor).Where(double.IsFinite)];
            ExponentialReading values = Record([value, .. others]).Exponential!;

            double bound = (values.PositiveOffset + 1) / Math.Pow(2, values.Scale);
            Assert.Equal(Math.Log2(value), bound, values.Scale < 0 ? Math.Pow(2, -values.Scale) - 1 : 0);
        }
    }

    [Fact]
    public void M9_every_value_is_in_the_bucket_whose_bounds_enclose_it()
    {
        var random = new Random(1);
        for (int i = 0; i < 2_000; i++)
        {
            _metric.Reset();
            double one = Math.Exp((random.NextDouble() - 0.5) * 100);
            double other = one * Math.Exp(random.NextDouble() * Math.Pow(10, random.Next(-6, 3)));
            ExponentialReading values = Record([one, other]).Exponential!;

            double width = Math.Pow(2, -values.Scale);
            double low = values.PositiveOffset * width;
            double high = (values.PositiveOffset + values.PositiveCounts.Count) * width;
            Assert.InRange(Math.Log2(one), low - 1e-9, low + width + 1e-9);
            Assert.InRange(Math.Log2(other), high - width - 1e-9, high + 1e-9);
        }
    }

    [Fact]
    public void M9_negative_and_positive_values_become_coarser_together()
    {
        SeriesReading fine = Record([-1, -1.0000001, 1, 1.0000001]);
        SeriesReading coarse = Record([1e10]);

        Assert.True(coarse.Exponential!.Scale < fine.Exponential!.Scale);
        Assert.Equal(2, coarse.Exponential.NegativeCounts.Sum());
        Assert.Equal(3, coarse.Exponential.PositiveCounts.Sum());
        Assert.Equal(-1, coarse.Quantile(0.2)!.Value, 0.05);
    }

    [Fact]
    public void M9_lowest_and_highest_value_are_those_of_one_sign()
    {
        ExponentialReading positive = Record([5, 3]).Exponential!;
        _metric.Reset();
        ExponentialReading negative = Record([-3, -5]).Exponential!;

        Assert.Equal((3.0, 5.0), (positive.Minimum, positive.Maximum));
        Assert.Equal((-5.0, -3.0), (negative.Minimum, negative.Maximum));
    }

    [Fact]
    public void M9_quantiles_are_not_rounded_out_of_the_range()
    {
        var random = new Random(3);
        for (int i = 0; i < 1_000; i++)
        {
            _metric.Reset();
            double value = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-5, 6));

            Assert.Equal(value, Record([value, value, value]).Quantile(0.5));
        }
    }

    [Theory]
    [InlineData(1.0, 1.0)]
    [InlineData(-1.0, -1.0)]
    [InlineData(1.0, -1.0)]
    [InlineData(-1.0, 1.0)]
    public void M9_summaries_of_different_scales_add_up_to_that_of_all_their_values(double sign, double otherSign)
    {
        double[] fine = [sign, 1.000001 * sign, 1.00001 * sign];
        double[] coarse = [otherSign * 3, otherSign * 1e12];
        double[] far = [.. fine, sign * 1e-200];
        CheckSum(fine, coarse);
        CheckSum(coarse, fine);
        CheckSum(fine, [.. fine.Select(value => value * 1e6)]);
        CheckSum(coarse, far);
        CheckSum(far, coarse);
    }

    [Fact]
    public void M9_quantile_of_nothing_is_absent()
    {
        Metric metric = _registry.Add(new("b.n", MetricType.Distribution) { Buckets = [1] });

        Assert.Empty(_metric.Read().Series);
        Assert.Null(metric.Read().Series[0].Quantile(0.5));
    }

    private void CheckSum(double[] one, double[] other)
    {
        using var file = new FileOfMetrics();
        _metric.Reset();
        ExponentialReading all = Record([.. one, .. other]).Exponential!;
        _metric.Reset();
        Record(one);
        _registry.SaveState(file.Path);
        _metric.Reset();
        Record(other);
        Assert.Empty(_registry.RestoreState(file.Path));
        ExponentialReading sum = Assert.Single(_metric.Read().Series).Exponential!;

        Assert.Equal(all.Scale, sum.Scale);
        Assert.Equal(all.PositiveCounts, sum.PositiveCounts);
        Assert.Equal(all.NegativeCounts, sum.NegativeCounts);
        Assert.Equal((all.PositiveOffset, all.NegativeOffset), (sum.PositiveOffset, sum.NegativeOffset));
        Assert.Equal((all.Minimum, all.Maximum), (sum.Minimum, sum.Maximum));
    }

    private SeriesReading Record(double[] values)
    {
        foreach (double value in values)
        {
            _dispatcher.Execute("a", [new("n", value)]);
        }

        return Assert.Single(_metric.Read().Series);
    }
}
