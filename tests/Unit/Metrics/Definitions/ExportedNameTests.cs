using Telemetry.Metrics;

namespace Telemetry.Tests.Metrics;

public sealed class ExportedNameTests
{
    [Theory]
    [InlineData("job.done.value", MetricType.LastValue, null, "job_done_value")]
    [InlineData("web-server.träffar.x", MetricType.LastValue, null, "web_server_tr_ffar_x")]
    [InlineData("a:b.\U0001F600", MetricType.LastValue, null, "a_b__")]
    [InlineData("404.value", MetricType.LastValue, null, "_404_value")]
    public void R2_characters_that_names_cannot_have_become_underscores(string name, MetricType type, string? unit, string expected) =>
        Assert.Equal(expected, NameOf(name, type, unit));

    [Theory]
    [InlineData("x.duration", "second", "x_duration_seconds")]
    [InlineData("x.duration", "Seconds", "x_duration_seconds")]
    [InlineData("x.duration", "s", "x_duration_seconds")]
    [InlineData("x.duration", "millisecond", "x_duration_milliseconds")]
    [InlineData("x.seconds", "second", "x_seconds")]
    [InlineData("seconds", "second", "seconds")]
    [InlineData("x.milliseconds", "second", "x_milliseconds_seconds")]
    [InlineData("x.size", "byte", "x_size_bytes")]
    [InlineData("x.used", "ratio", "x_used_ratio")]
    [InlineData("x.used", "percent", "x_used_percent")]
    [InlineData("x.temp", "celsius", "x_temp_celsius")]
    [InlineData("x.temp", "Cel", "x_temp_celsius")]
    [InlineData("x.flow", "m3/h", "x_flow_m3_h")]
    [InlineData("x.flow", "{request}", "x_flow")]
    [InlineData("x.flow", "1", "x_flow")]
    public void R2_the_plural_of_the_unit_is_added_unless_the_name_ends_with_it(string name, string unit, string expected) =>
        Assert.Equal(expected, NameOf(name, MetricType.Summary, unit));

    [Theory]
    [InlineData("job.count", MetricType.Counter, null, "job_total")]
    [InlineData("job.COUNT", MetricType.Counter, null, "job_total")]
    [InlineData("job.total", MetricType.Counter, null, "job_total")]
    [InlineData("job.items_total", MetricType.Counter, null, "job_items_total")]
    [InlineData("job.total.count", MetricType.Counter, null, "job_total")]
    [InlineData("job.done", MetricType.Counter, null, "job_done_total")]
    [InlineData("job.discount", MetricType.Counter, null, "job_discount_total")]
    [InlineData("count", MetricType.Counter, null, "count_total")]
    [InlineData("disk.read.total", MetricType.Sum, "byte", "disk_read_bytes_total")]
    [InlineData("disk.bytes.total", MetricType.Sum, "byte", "disk_bytes_total")]
    [InlineData("job.total", MetricType.LastValue, null, "job_total")]
    [InlineData("job.count", MetricType.Distribution, null, "job_count")]
    public void R2_only_monotonic_metrics_end_with_total_and_once(string name, MetricType type, string? unit, string expected) =>
        Assert.Equal(expected, NameOf(name, type, unit));

    [Fact]
    public void R2_a_sum_that_goes_down_is_a_gauge_without_total() => Assert.Equal(
        "queue_length", ExportedName.Of(new MetricDefinition("queue.length", MetricType.Sum) { AllowNegative = true }));

    [Theory]
    [InlineData("shop", "shop_404_value")]
    [InlineData("shop_", "shop_404_value")]
    [InlineData("my.shop", "my_shop_404_value")]
    [InlineData("1", "_1_404_value")]
    [InlineData("", "_404_value")]
    public void R2_a_prefix_is_joined_by_one_underscore(string prefix, string expected) =>
        Assert.Equal(expected, ExportedName.Of(new MetricDefinition("404.value", MetricType.LastValue), prefix));

    [Theory]
    [InlineData("route", "route")]
    [InlineData("http.route", "http_route")]
    [InlineData("5xx", "_5xx")]
    public void R2_labels_are_the_names_of_tags_without_invalid_characters(string tag, string expected) =>
        Assert.Equal(expected, ExportedName.OfTag(tag));

    private static string NameOf(string name, MetricType type, string? unit) =>
        ExportedName.Of(new MetricDefinition(name, type) { Unit = unit });
}
