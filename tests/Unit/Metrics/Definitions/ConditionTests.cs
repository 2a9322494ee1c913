using Telemetry.Metrics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Metrics;

public sealed class ConditionTests
{
    public static TheoryData<MetadataValue[], object?, bool> Comparisons => new()
    {
        { [200, 201], 201, true },
        { [200, 201], 202, false },
        { ["200"], 200L, true },
        { [200], "200", true },
        { [200], 200.0, true },
        { [200], 200.00m, true },
        { ["0200"], 200, false },
        { [1.5], 1.5m, true },
        { [0.1], 0.1f, true },
        { [1.5], 1.25, false },
        { [-1], -1, true },
        { [ulong.MaxValue], ulong.MaxValue, true },
        { [double.NaN], double.NaN, true },
        { [true], true, true },
        { ["TRUE"], true, true },
        { [true], false, false },
        { ["f*"], false, true },
        { ["GET"], "get", true },
        { ["É"], "é", true },
        { ["/api/*"], "/API/users", true },
        { ["/api/*"], "/ap", false },
        { ["/api/*", "/health"], "/health", true },
        { ["2??"], 204, true },
        { ["2??"], 20, false },
        { ["1.?"], 1.5, true },
        { ["*"], "", true },
        { ["?"], "\U0001F600", true },
        { ["??"], "\U0001F600", false },
        { ["*ab*ab"], "ababab", true },
        { ["*ab*ab"], "ab.ba", false },
        { ["[ab]"], "a", false },
        { ["[ab]"], "[AB]", true },
        { ["Friday"], DayOfWeek.Friday, true },
        { ["2026-11-27T*"], new DateTime(2026, 11, 27, 12, 0, 0, DateTimeKind.Utc), true },
        { [""], "", true },
        { [""], null, false },
        { ["*"], null, false },
        { [default(MetadataValue)], null, true },
        { [default(MetadataValue), 5], 5, true },
        { [default(MetadataValue)], "x", false },
    };

    [Theory]
    [MemberData(nameof(Comparisons))]
    public void M17_values_are_compared_as_text_with_wildcards(MetadataValue[] accepted, object? value, bool expected)
    {
        using var where = new SingleMetric(new MetricDefinition("a.b", MetricType.Counter) { Where = [new("key", accepted)] });
        using var whereNot = new SingleMetric(new MetricDefinition("a.b", MetricType.Counter) { WhereNot = [new("key", accepted)] });

        foreach (SingleMetric metric in new[] { where, whereNot })
        {
            metric.Emit("a", [], new KeyValuePair<string, MetadataValue>("KEY", MetadataValue.From(value)));
        }

        Assert.Equal(expected ? 1 : 0, where.Metric.Recorded);
        Assert.Equal(expected ? 0 : 1, whereNot.Metric.Recorded);
    }

    [Fact]
    public void M17_an_event_without_the_key_has_no_value()
    {
        using var absent = new SingleMetric(
            new MetricDefinition("a.b", MetricType.Counter) { Where = [new("key", default(MetadataValue))] });
        using var present = new SingleMetric(
            new MetricDefinition("a.b", MetricType.Counter) { WhereNot = [new("key", default(MetadataValue))] });
        using var one = new SingleMetric(new MetricDefinition("a.b", MetricType.Counter) { Where = [new("key", 1)] });

        foreach (SingleMetric metric in new[] { absent, present, one })
        {
            metric.Emit("a", []);
            metric.Emit("a", [new("key", 1)]);
            metric.Emit("a", [new("key", 1)], new KeyValuePair<string, MetadataValue>("key", default));
        }

        Assert.Equal(1, absent.Metric.Recorded);
        Assert.Equal(2, present.Metric.Recorded);
        Assert.Equal(2, one.Metric.Recorded);
    }

    [Fact]
    public void M17_metadata_come_before_measurements()
    {
        using var metric = new SingleMetric(
            new MetricDefinition("a.b", MetricType.Counter) { Where = [new("size", 1, 1.5, TimeSpan.FromSeconds(1))] });

        metric.Emit("a", [new("size", 1)]);
        metric.Emit("a", [new("size", 1.5)]);
        metric.Emit("a", [new("size", TimeSpan.FromSeconds(1))]);
        metric.Emit("a", [new("size", 1)], new KeyValuePair<string, MetadataValue>("size", 2));

        Assert.Equal(3, metric.Metric.Recorded);
    }

    [Fact]
    public void M17_all_of_the_one_and_none_of_the_other_conditions_have_to_hold()
    {
        using var metric = new SingleMetric(new MetricDefinition("a.b", MetricType.Counter)
        {
            Where = [new("x", 1), new("y", 1)],
            WhereNot = [new("z", 1), new("u", 1)],
        });

        Emit(1, 1, 0, 0);
        Emit(0, 1, 0, 0);
        Emit(1, 0, 0, 0);
        Emit(1, 1, 1, 0);
        Emit(1, 1, 0, 1);

        Assert.Equal(1, metric.Metric.Recorded);

        void Emit(int x, int y, int z, int u) => metric.Emit("a", [], [new("x", x), new("y", y), new("z", z), new("u", u)]);
    }

    [Fact]
    public void M17_conditions_on_text_and_numbers_allocate_nothing()
    {
        using var metric = new SingleMetric(new MetricDefinition("a.b", MetricType.Counter)
        {
            Where = [new("route", "/api/*"), new("status", 200, 201), new("took", 1.5), new("ok", true)],
            WhereNot = [new("verb", "HEAD")],
        });
        KeyValuePair<string, MeasurementValue>[] measurements = [new("took", 1.5)];
        KeyValuePair<string, MetadataValue>[] metadata = [new("route", "/api/x"), new("status", 201), new("ok", true), new("verb", "GET")];

        Assert.Equal(0, Allocated.BytesPerCall(() => metric.Emit("a", measurements, metadata)));
        Assert.Equal(Allocated.Calls, metric.Metric.Recorded);
    }

    [Fact]
    public void M17_a_value_whose_text_fails_is_a_failure_of_the_filter()
    {
        using var metric = new SingleMetric(new MetricDefinition("a.b", MetricType.Counter) { Where = [new("key", "x")] });

        metric.Emit("a", [], new KeyValuePair<string, MetadataValue>("key", MetadataValue.From(new Unprintable())));

        Assert.Equal(0, metric.Metric.Recorded);
        Assert.Equal(1, metric.Metric.Problems[MetricProblem.FilterFailed]);
    }

    [Fact]
    public void M17_a_condition_is_not_null()
    {
        Assert.Equal(
            MetricErrorKind.InvalidFilter,
            SingleMetric.Refusal(new MetricDefinition("a.b", MetricType.Counter) { Where = [null!] }).Kind);
        Assert.Equal(
            MetricErrorKind.InvalidFilter,
            SingleMetric.Refusal(new MetricDefinition("a.b", MetricType.Counter) { WhereNot = [null!] }).Kind);
    }

    private sealed class Unprintable
    {
        public override string ToString() => throw new InvalidOperationException("No text.");
    }
}
