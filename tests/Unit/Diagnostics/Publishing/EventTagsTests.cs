using Telemetry.Diagnostics;

namespace Telemetry.Tests.Diagnostics;

/// <summary>Events as tags.</summary>
public sealed class EventTagsTests
{
    [Fact]
    public void O5_metadata_and_then_measurements_are_tags()
    {
        Assert.Equal(
            "route=/users cached=True share=0.5 day=Friday at=2024-02-29T12:00:00Z count=3 waited=1.5",
            TagsOf(
                "web.done",
                [new("count", 3), new("waited", TimeSpan.FromMilliseconds(1500)), new("monotonic_time", TimeSpan.FromDays(1))],
                [
                    new("route", "/users"), new("telemetry_span_context", 7L), new("cached", true), new("telemetry_span_parent", 6L),
                    new("share", 0.5), new("day", MetadataValue.From(DayOfWeek.Friday)),
                    new("at", new DateTime(2024, 2, 29, 12, 0, 0, DateTimeKind.Utc)), new("nothing", (string?)null),
                ]));
        Assert.Empty(EventTags.Of(new EventData(EventName.Parse("empty"), [])));
    }

    [Fact]
    public void O5_last_value_of_a_key_counts_without_regard_to_case()
    {
        Assert.Equal(
            "B=2 SIZE=4 e=5",
            TagsOf(
                "web.done",
                [new("SIZE", 4), new("e", 5)],
                [new("a", 1), new("b", 1), new("A", (string?)null), new("size", 3), new("B", 2)]));
    }

    [Fact]
    public void O5_failure_has_the_names_of_exceptions()
    {
        var reason = new InvalidOperationException("out of stock");
        Assert.Equal(
            "id=7 exception.type=System.InvalidOperationException exception.message=out of stock exception.stacktrace=at x duration=2",
            TagsOf(
                "job.exception",
                [new("duration", TimeSpan.FromSeconds(2))],
                [
                    new("id", 7), new("kind", "System.InvalidOperationException"), new("reason", MetadataValue.From(reason)),
                    new("stacktrace", "at x"),
                ]));
    }

    [Fact]
    public void O5_other_events_keep_the_names_of_their_metadata()
    {
        Assert.Equal("kind=http reason=full", TagsOf("job.stop", [], [new("kind", "http"), new("reason", "full")]));

        // Of a source of the platform: the kind of the activity.
        Assert.Equal(
            "exception.type=IOException kind=client",
            TagsOf("http.client.request.exception", [], [new("exception.type", "IOException"), new("kind", "client")]));
    }

    [Fact]
    public void O5_hostile_values_are_tags_too() => Assert.Equal(
        $"bad={typeof(Hostile).FullName}", TagsOf("job", [], [new("bad", MetadataValue.From(new Hostile()))]));

    private static string TagsOf(
        string name, KeyValuePair<string, MeasurementValue>[] measurements, KeyValuePair<string, MetadataValue>[] metadata) =>
        string.Join(' ', EventTags.Of(new EventData(EventName.Parse(name), measurements, metadata))
            .Select(tag => FormattableString.Invariant($"{tag.Key}={tag.Value}")));

    private sealed class Hostile
    {
        public override string ToString() => throw new InvalidOperationException("hostile");
    }
}
