using Telemetry.Metrics;

namespace Telemetry.Tests.Metrics;

public sealed class TagRuleTests
{
    [Theory]
    [InlineData("route", "Route")]
    [InlineData("http.route", "http_route")]
    [InlineData("5xx", "_5xx")]
    public void M13_two_tags_that_become_one_label_are_refused(string one, string other)
    {
        MetricException error = SingleMetric.Refusal(new MetricDefinition("a.b", MetricType.Counter) { Tags = [one, "x", other] });

        Assert.Equal(MetricErrorKind.InvalidTag, error.Kind);
        Assert.Contains($"'{other}'", error.Message, StringComparison.Ordinal);
        Assert.Equal(other, error.Target);
    }

    [Theory]
    [InlineData("__name__")]
    [InlineData("..x")]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a\nb")]
    [InlineData("a\0")]
    public void M13_a_tag_without_a_usable_label_is_refused(string tag)
    {
        MetricException error = SingleMetric.Refusal(new MetricDefinition("a.b", MetricType.Counter) { Tags = [tag] });

        Assert.Equal(MetricErrorKind.InvalidTag, error.Kind);
        Assert.DoesNotContain(error.Message, char.IsControl);
    }

    [Fact]
    public void M13_a_tag_that_is_null_or_has_no_key_is_refused()
    {
        Assert.Equal(
            MetricErrorKind.InvalidTag, SingleMetric.Refusal(new MetricDefinition("a.b", MetricType.Counter) { Tags = [null!] }).Kind);
        Assert.Equal(
            MetricErrorKind.InvalidTag,
            SingleMetric.Refusal(new MetricDefinition("a.b", MetricType.Counter) { Tags = [new("route", " ")] }).Kind);
    }

    [Fact]
    public void M13_the_labels_of_the_type_are_refused_for_that_type_only()
    {
        Assert.Equal(
            MetricErrorKind.InvalidTag,
            SingleMetric.Refusal(new MetricDefinition("a.b", MetricType.Distribution) { Buckets = [1], Tags = ["le"] }).Kind);
        Assert.Equal(
            MetricErrorKind.InvalidTag, SingleMetric.Refusal(new MetricDefinition("a.b", MetricType.Summary) { Tags = ["quantile"] }).Kind);
        using var distribution = new SingleMetric(
            new MetricDefinition("a.b", MetricType.Distribution) { Buckets = [1], Tags = ["quantile"] });
        using var summary = new SingleMetric(new MetricDefinition("a.b", MetricType.Summary) { Tags = ["le"] });
    }

    [Fact]
    public void M10_all_combinations_of_declared_values_exist_in_the_order_of_the_tags()
    {
        using var metric = new SingleMetric(new MetricDefinition("a.b", MetricType.Counter)
        {
            Tags = ["route", "status"],
            TagValues = new Dictionary<string, IReadOnlyList<MetadataValue>> { ["STATUS"] = [200, "200", 404L], ["route"] = ["/a", "/b"] },
        });

        Assert.Equal(
            ["/a 200", "/a 404", "/b 200", "/b 404"],
            metric.Metric.Read().Series.Select(series => string.Join(' ', series.TagValues)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void M10_values_of_some_tags_make_no_series()
    {
        using var metric = new SingleMetric(new MetricDefinition("a.b", MetricType.Counter)
        {
            Tags = ["route", "status"],
            TagValues = new Dictionary<string, IReadOnlyList<MetadataValue>> { ["route"] = ["/a", "/b"] },
        });

        Assert.Empty(metric.Metric.Read().Series);
    }

    [Fact]
    public void M10_more_declared_series_than_the_limit_are_refused()
    {
        IReadOnlyList<MetadataValue> values = [.. Enumerable.Range(0, 50).Select(value => (MetadataValue)value)];
        MetricException error = SingleMetric.Refusal(new MetricDefinition("a.b", MetricType.Counter)
        {
            Tags = ["x", "y"],
            TagValues = new Dictionary<string, IReadOnlyList<MetadataValue>> { ["x"] = values, ["y"] = values },
        });

        Assert.Equal(MetricErrorKind.TooManyDeclaredSeries, error.Kind);
        Assert.Contains("2500", error.Message, StringComparison.Ordinal);
        Assert.Contains("2000", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void M10_equal_values_are_declared_once()
    {
        using var metric = new SingleMetric(new MetricDefinition("a.b", MetricType.Counter)
        {
            Tags = ["x"],
            TagValues = new Dictionary<string, IReadOnlyList<MetadataValue>> { ["x"] = [1, 1L, "1", 1.0] },
            SeriesLimit = 1,
        });

        Assert.Equal(["1"], Assert.Single(metric.Metric.Read().Series).TagValues);
    }

    [Fact]
    public void M10_values_are_declared_for_tags_of_the_metric_only()
    {
        MetricException unknown = Refusal(new() { ["rout"] = ["/a"] });
        MetricException empty = Refusal(new() { ["route"] = [] });
        MetricException twice = Refusal(new() { ["route"] = ["/a"], ["Route"] = ["/b"] });

        Assert.All([unknown, empty, twice], error => Assert.Equal(MetricErrorKind.InvalidTag, error.Kind));
        Assert.Contains("'route'", unknown.Message, StringComparison.Ordinal);

        static MetricException Refusal(Dictionary<string, IReadOnlyList<MetadataValue>> values) => SingleMetric.Refusal(
            new MetricDefinition("a.b", MetricType.Counter) { Tags = ["route"], TagValues = values });
    }

    [Fact]
    public void A_definition_does_not_change_with_the_collections_it_was_made_of()
    {
        var values = new Dictionary<string, IReadOnlyList<MetadataValue>> { ["route"] = new MetadataValue[] { "/a" } };
        var definition = new MetricDefinition("a.b", MetricType.Counter) { Tags = ["route"], TagValues = values };

        ((MetadataValue[])values["route"])[0] = "/b";
        values.Clear();

        Assert.Equal("/a", Assert.Single(definition.TagValues["route"]));
    }
}
