using Telemetry.Metrics;

namespace Telemetry.Tests.Metrics;

/// <summary>Data of formats that have text alone, and places of their own.</summary>
public sealed class MetricDataNodeTests
{
    [Fact]
    public void M16_text_without_a_type_is_read_as_the_number_or_boolean_that_is_expected()
    {
        MetricFileContent content = Read(
            ("Name", "job.time"), ("Type", "Distribution"), ("Bucket", "1.5"), ("SeriesLimit", "10"), ("PerPoll", "true"), ("Group", "1"));

        MetricDefinition definition = Assert.Single(content.Metrics);
        Assert.Equal([1.5], definition.Buckets);
        Assert.Equal((10, true, "1"), (definition.SeriesLimit, definition.PerPoll, definition.Group));
    }

    [Fact]
    public void M16_an_error_begins_with_the_place_of_the_data()
    {
        MetricException error = Assert.Throws<MetricException>(() => Read(
            ("Name", "job.time"), ("Type", "Sum"), ("PerPoll", "often")));

        Assert.Equal("App:PerPoll: metric 1 ('job.time'): PerPoll is 'often'. Write true or false.", error.Message);
    }

    private static MetricFileContent Read(params (string Key, string Text)[] options) => MetricFile.Create(
        MetricDataNode.Map(
        [
            new("Metrics", MetricDataNode.Map(options.Select(
                option => KeyValuePair.Create(option.Key, MetricDataNode.Untyped(option.Text).At($"App:{option.Key}"))))),
        ]),
        "App");
}
