using Telemetry.Metrics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Reporters;

/// <summary>The text, as the tool of Prometheus reads it.</summary>
[Trait("Category", "Slow")]
public sealed class PromToolTests
{
    [Fact]
    public async Task R2_promtool_finds_nothing_in_ordinary_metrics()
    {
        ProcessResult check = await PromTool.CheckMetricsAsync(Written.Prometheus(OrdinaryMetrics.Snapshot()));

        Assert.Equal((0, "", ""), (check.ExitCode, check.Output, check.Error));
    }

    [Fact]
    public async Task R2_promtool_finds_no_error_in_nasty_metrics()
    {
        ProcessResult check = await PromTool.CheckMetricsAsync(Written.Prometheus(NastyMetrics.Snapshot()));

        Assert.Equal((PromTool.Lint, ""), (check.ExitCode, check.Output));
        Assert.All(
            check.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            finding => Assert.EndsWith(" metric names should not contain abbreviated units", finding, StringComparison.Ordinal));
    }

    // By design: names, units and tags are exported as they were chosen.
    [Fact]
    public async Task R2_promtool_finds_names_units_and_tags_that_are_against_the_conventions()
    {
        MetricSnapshot snapshot = Readings.Snapshot(
            Readings.Of(new("a.gauge", MetricType.LastValue) { Tags = ["le"] }, Readings.Number(1, "")),
            Readings.Of(new("b", MetricType.LastValue) { Tags = ["quantile", "httpRoute"] }, Readings.Number(1, "", "")),
            Readings.Of(new("disk.free", MetricType.LastValue) { Unit = "kibibyte" }, Readings.Number(1)),
            Readings.Of(new("memory.total", MetricType.LastValue), Readings.Number(1)),
            Readings.Of(new("queue.count", MetricType.LastValue), Readings.Number(1)),
            Readings.Of(new("took", MetricType.Summary) { Unit = "millisecond" }, Readings.Summary(3, [1])),
            Readings.Of(new("wait.ms", MetricType.Summary), Readings.Summary(3, [1])),
            Readings.Of(new("webRequest.counter", MetricType.Counter), Readings.Counter(1)));

        ProcessResult check = await PromTool.CheckMetricsAsync(Written.Prometheus(snapshot));

        Assert.Equal(PromTool.Lint, check.ExitCode);
        Assert.Equal(
            """
            a_gauge metric name should not include type 'gauge'
            a_gauge non-histogram metrics should not have "le" label
            b label names should be written in 'snake_case' not 'camelCase'
            b non-summary metrics should not have "quantile" label
            disk_free_kibibytes use base unit "bytes" instead of "kibibytes"
            memory_total non-counter metrics should not have "_total" suffix
            queue_count non-histogram and non-summary metrics should not have "_count" suffix
            took_milliseconds use base unit "seconds" instead of "milliseconds"
            wait_ms metric names should not contain abbreviated units
            webRequest_counter_total metric name should not include type 'counter'
            webRequest_counter_total metric names should be written in 'snake_case' not 'camelCase'

            """,
            check.Error);
    }

    // Or it would find nothing above, whatever the text.
    [Fact]
    public async Task Promtool_finds_an_error()
    {
        string text = Written.Prometheus(OrdinaryMetrics.Snapshot());

        ProcessResult check = await PromTool.CheckMetricsAsync(text.Replace("\"mail\"", "\"mail", StringComparison.Ordinal));

        Assert.Equal(1, check.ExitCode);
    }
}
