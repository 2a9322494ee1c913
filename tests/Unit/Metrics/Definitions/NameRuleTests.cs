using Telemetry.Metrics;

namespace Telemetry.Tests.Metrics;

public sealed class NameRuleTests
{
    [Fact]
    public void M1_the_name_is_the_event_and_the_measurement()
    {
        using var metric = new SingleMetric(new MetricDefinition("web.request.stop.duration", MetricType.Sum));

        metric.Emit("web.request.stop", [new("DURATION", 3), new("other", 1)]);
        metric.Emit("web.request", [new("duration", 1)]);

        Assert.Equal(3L, metric.Series?.Value);
    }

    [Fact]
    public void M1_events_and_measurement_are_given_separately()
    {
        using var metric = new SingleMetric(new MetricDefinition("bytes", MetricType.Sum)
        {
            Events = ["job.*.stop", "JOB.*.stop", "web.stop"],
            Measurement = "size",
        });

        metric.Emit("job.a.stop", [new("size", 1), new("bytes", 50)]);
        metric.Emit("web.stop", [new("size", 2)]);

        Assert.Equal(3L, metric.Series?.Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("web..duration")]
    [InlineData("web.request duration")]
    [InlineData("web.*.duration")]
    [InlineData("web.dura\u200Btion")]
    public void M1_a_name_that_no_event_can_have_is_refused(string name)
    {
        MetricException error = SingleMetric.Refusal(new MetricDefinition(name, MetricType.Counter));

        Assert.Equal(MetricErrorKind.InvalidMetricName, error.Kind);
        Assert.Equal(name, error.Target);
        Assert.Contains("web.request.stop.duration", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void M1_a_name_of_one_segment_needs_events()
    {
        MetricException error = SingleMetric.Refusal(new MetricDefinition("hits", MetricType.Counter));

        Assert.Equal(MetricErrorKind.InvalidMetricName, error.Kind);
        Assert.Contains("'hits'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("job.[ab]")]
    [InlineData("job..x")]
    [InlineData("")]
    [InlineData(null)]
    public void M1_an_event_that_is_neither_a_name_nor_a_pattern_is_refused(string? pattern)
    {
        MetricException error = SingleMetric.Refusal(new MetricDefinition("job.count", MetricType.Counter) { Events = ["a.b", pattern!] });

        Assert.Equal(MetricErrorKind.InvalidMetricName, error.Kind);
        Assert.Contains("'job.count'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void M1_an_empty_measurement_is_refused() => Assert.Equal(
        MetricErrorKind.InvalidMetricName,
        SingleMetric.Refusal(new MetricDefinition("job.size", MetricType.Sum) { Measurement = " " }).Kind);

    [Fact]
    public void M1_a_value_has_one_origin() => Assert.Equal(
        MetricErrorKind.InvalidMetricName,
        SingleMetric.Refusal(new MetricDefinition("job.size", MetricType.Sum) { Measurement = "size", Value = 1 }).Kind);

    [Fact]
    public void M1_a_counter_counts_events_whatever_the_measurement()
    {
        using var metric = new SingleMetric(new MetricDefinition("job.stop.size", MetricType.Counter));

        metric.Emit("job.stop", []);
        metric.Emit("job.stop", [new("size", -5)]);

        Assert.Equal(2L, metric.Series?.Value);
    }
}
