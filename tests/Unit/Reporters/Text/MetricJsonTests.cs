using System.Text.Json;
using Telemetry.Metrics;
using Telemetry.Reporters;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Reporters;

public sealed class MetricJsonTests
{
    [Fact]
    public void R8_each_series_is_an_object()
    {
        string text = Written.By(output => MetricJson.WriteLines(output, OrdinaryMetrics.Snapshot()));

        // Lines that are too long to read go on in the next one.
        Assert.Equal(
            """
            {"name":"db.pool.open","type":"Sum","tags":{},"count":5,"value":-3}
            {"name":"job.count","type":"Counter","tags":{"kind":"mail"},"count":3,"value":3}
            {"name":"job.count","type":"Counter","tags":{"kind":"report"},"count":0,"value":0}
            {"name":"net.bytes","type":"Sum","unit":"byte","tags":{},"count":2,"value":9007199254740993}
            {"name":"room.temperature","type":"LastValue","unit":"celsius","tags":{"room":"1"},"count":1,"value":-12.5}
            {"name":"web.request.size","type":"Summary","unit":"byte","tags":{},"count":2,"sum":16,"min":8,"max":8,
                "quantiles":{"p50":8,"p90":8,"p95":8,"p99":8}}
            {"name":"web.request.stop.duration","type":"Distribution","unit":"second","tags":{"http.route":"/a","status":"200"},
                "count":6,"sum":2000004.25,
                "buckets":[{"bound":0.05,"count":1},{"bound":1,"count":0},{"bound":1000000,"count":3},{"bound":null,"count":2}],
                "quantiles":{"p50":666667,"p90":1000000,"p95":1000000,"p99":1000000}}

            """.Replace("\n    ", "", StringComparison.Ordinal),
            text.Replace("{\"time\":\"2026-03-01T12:30:15.250Z\",", "{", StringComparison.Ordinal));
    }

    [Fact]
    public void R8_document_is_an_array_of_the_same_objects()
    {
        MetricSnapshot snapshot = OrdinaryMetrics.Snapshot();

        using var document = JsonDocument.Parse(Written.By(output => MetricJson.Write(output, snapshot)));

        Assert.Equal(
            Written.By(output => MetricJson.WriteLines(output, snapshot)).Split('\n', StringSplitOptions.RemoveEmptyEntries),
            document.RootElement.EnumerateArray().Select(element => element.GetRawText()));
    }

    [Fact]
    public void R8_document_of_nothing_is_an_empty_array()
    {
        Assert.Equal("[]\n", Written.By(output => MetricJson.Write(output, Readings.Snapshot())));
        Assert.Empty(Written.By(output => MetricJson.WriteLines(output, Readings.Snapshot())));
    }

    [Fact]
    public void R8_hostile_text_is_the_same_when_it_is_read()
    {
        string hostile = string.Concat(Enumerable.Range(0, 0x100).Select(code => (char)code)) + "\u2028€𐍈\"\\u0041</script>";
        MetricSnapshot snapshot = Readings.Snapshot(
            Readings.Of(
                new("job.count", MetricType.Counter) { Tags = ["a\"\\b", "empty"], Unit = "\"\\" },
                Readings.Counter(1, hostile, "")));

        string text = Written.By(output => MetricJson.WriteLines(output, snapshot));

        Assert.Equal(1, text.Count(c => c == '\n'));
        JsonElement series = JsonDocument.Parse(text).RootElement;
        Assert.Equal(hostile, series.GetProperty("tags").GetProperty("a\"\\b").GetString());
        Assert.Empty(series.GetProperty("tags").GetProperty("empty").GetString()!);
        Assert.Equal("\"\\", series.GetProperty("unit").GetString());
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void R8_number_that_is_not_finite_is_null(double number) => Assert.Equal(
        JsonValueKind.Null, ReadOne(new("a", MetricType.LastValue), Readings.Number(number)).GetProperty("value").ValueKind);

    [Theory]
    [InlineData(1e300)]
    [InlineData(-1e-300)]
    [InlineData(0.1)]
    public void R8_number_is_the_same_when_it_is_read(double number) => Assert.Equal(
        number, ReadOne(new("a", MetricType.LastValue), Readings.Number(number)).GetProperty("value").GetDouble());

    [Fact]
    public void R8_members_without_a_value_are_absent()
    {
        Assert.False(ReadOne(new("a", MetricType.LastValue), Readings.Number(0, 0)).TryGetProperty("value", out _));
        JsonElement summary = ReadOne(new("a", MetricType.Summary), Readings.Summary(3, []));
        Assert.Equal(["time", "name", "type", "tags", "count", "sum"], summary.EnumerateObject().Select(member => member.Name));
    }

    private static JsonElement ReadOne(MetricDefinition definition, SeriesReading series) => JsonDocument.Parse(
        Written.By(output => MetricJson.WriteLines(output, Readings.Snapshot(Readings.Of(definition, series))))).RootElement;
}
