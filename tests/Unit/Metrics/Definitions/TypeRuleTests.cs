using Telemetry.Metrics;

namespace Telemetry.Tests.Metrics;

public sealed class TypeRuleTests
{
    public static TheoryData<double[]> InvalidBounds => new()
    {
        Array.Empty<double>(),
        new[] { 1.0, 1.0 },
        new[] { 2.0, 1.0 },
        new[] { 0.0, -0.0 },
        new[] { 1.0, double.PositiveInfinity },
        new[] { double.NaN },
        Enumerable.Range(0, 257).Select(bound => (double)bound).ToArray(),
    };

    [Theory]
    [MemberData(nameof(InvalidBounds))]
    public void M9_a_distribution_has_1_to_256_finite_bounds_that_ascend(double[] bounds)
    {
        MetricException error = SingleMetric.Refusal(new MetricDefinition("a.b", MetricType.Distribution) { Buckets = bounds });

        Assert.Equal(MetricErrorKind.InvalidBucket, error.Kind);
        Assert.Contains("'a.b'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void M9_256_bounds_are_accepted()
    {
        using var metric = new SingleMetric(new MetricDefinition("a.b", MetricType.Distribution)
        {
            Buckets = [.. Enumerable.Range(-128, 256).Select(bound => bound / 10.0)],
        });

        Assert.False(metric.Metric.IsRemoved);
    }

    [Theory]
    [InlineData(MetricType.Counter)]
    [InlineData(MetricType.Sum)]
    [InlineData(MetricType.LastValue)]
    [InlineData(MetricType.Summary)]
    public void M9_only_a_distribution_has_buckets(MetricType type) => Assert.Equal(
        MetricErrorKind.BucketsNotAllowed, SingleMetric.Refusal(new MetricDefinition("a.b", type) { Buckets = [1] }).Kind);

    [Theory]
    [InlineData(MetricType.Counter)]
    [InlineData(MetricType.LastValue)]
    [InlineData(MetricType.Summary)]
    public void M8_only_a_sum_is_made_to_go_down_or_read_from_a_total(MetricType type)
    {
        Assert.Equal(
            MetricErrorKind.InvalidMetricType, SingleMetric.Refusal(new MetricDefinition("a.b", type) { AllowNegative = true }).Kind);
        Assert.Equal(
            MetricErrorKind.InvalidMetricType, SingleMetric.Refusal(new MetricDefinition("a.b", type) { RunningTotal = true }).Kind);
    }

    [Fact]
    public void M8_a_running_total_never_goes_down() => Assert.Equal(
        MetricErrorKind.InvalidMetricType,
        SingleMetric.Refusal(new MetricDefinition("a.b", MetricType.Sum) { AllowNegative = true, RunningTotal = true }).Kind);

    [Theory]
    [InlineData(-1)]
    [InlineData(5)]
    public void A_number_that_is_no_type_is_refused(int type) => Assert.Equal(
        MetricErrorKind.InvalidMetricType, SingleMetric.Refusal(new MetricDefinition("a.b", (MetricType)type)).Kind);

    [Theory]
    [InlineData(MetricType.Counter, 2.0, MetricErrorKind.InvalidMetricType)]
    [InlineData(MetricType.Sum, -1.0, MetricErrorKind.UnknownMetricOption)]
    [InlineData(MetricType.LastValue, double.NaN, MetricErrorKind.UnknownMetricOption)]
    public void A_constant_is_a_number_that_the_type_records(MetricType type, double value, MetricErrorKind kind) =>
        Assert.Equal(kind, SingleMetric.Refusal(new MetricDefinition("a.b", type) { Value = value }).Kind);

    [Fact]
    public void A_limit_of_series_is_at_least_1() => Assert.Equal(
        MetricErrorKind.UnknownMetricOption,
        SingleMetric.Refusal(new MetricDefinition("a.b", MetricType.Counter) { SeriesLimit = 0 }).Kind);

    [Fact]
    public void A_lifetime_is_positive() => Assert.Equal(
        MetricErrorKind.UnknownMetricOption,
        SingleMetric.Refusal(new MetricDefinition("a.b", MetricType.Counter) { Lifetime = TimeSpan.Zero }).Kind);
}
