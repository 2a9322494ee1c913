using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

/// <summary>Spans that carry a great many entries. Where each entry is compared with all others, these tests do not end.</summary>
[Trait("Category", "Slow")]
public sealed class SpanManyFieldsTests
{
    private const int Count = 300_000;

    private readonly TelemetrySpanSource _source;
    private int _metadata;
    private int _measurements;

    public SpanManyFieldsTests()
    {
        var dispatcher = new TelemetryDispatcher();
        dispatcher.AttachMany("h", ["web.request.stop", "web.request.exception"], (in data, _) =>
        {
            _metadata = data.Metadata.Length;
            _measurements = data.Measurements.Length;
        });
        _source = dispatcher.GetSpanSource("web.request");
    }

    [Fact]
    public async Task Entries_are_set_in_time_that_grows_with_their_number()
    {
        await InTime(() =>
        {
            TelemetrySpan span = _source.Start();
            for (int i = 0; i < Count; i++)
            {
                span.SetMetadata($"key{i}", i);
                span.SetMeasurement($"key{i}", i);
            }

            span.Stop(metadata: [new("last", true)]);
        });

        Assert.Equal(Count + 2, _metadata);
        Assert.Equal(Count + 2, _measurements);
    }

    [Fact]
    public async Task Entries_are_merged_in_time_that_grows_with_their_number()
    {
        KeyValuePair<string, MetadataValue>[] start =
            [.. Enumerable.Range(0, Count).Select(i => new KeyValuePair<string, MetadataValue>($"start{i}", i))];
        KeyValuePair<string, MetadataValue>[] stop =
            [.. Enumerable.Range(0, Count).Select(i => new KeyValuePair<string, MetadataValue>(i % 2 == 0 ? $"START{i}" : $"stop{i}", i))];
        KeyValuePair<string, MeasurementValue>[] measurements =
            [.. Enumerable.Range(0, Count).Select(i => new KeyValuePair<string, MeasurementValue>($"key{i}", i))];

        await InTime(() =>
        {
            TelemetrySpan span = _source.Start(start);
            span.IncludesStartMetadata = true;
            span.Stop(measurements, stop);
        });

        Assert.Equal(Count + (Count / 2) + 1, _metadata);
        Assert.Equal(Count + 2, _measurements);
    }

    [Fact]
    public void Entries_count_as_few_ones_do_where_there_are_many()
    {
        EventRecord? record = null;
        using var registration = _source.Dispatcher.Attach("record", "web.request.stop", (in data, _) => record = data.ToRecord());
        const int Many = 40;
        TelemetrySpan span = _source.Start(
            [
                .. Enumerable.Range(0, Many).Select(i => new KeyValuePair<string, MetadataValue>($"key{i}", "start")),
                new("KEY1", "start again"),
                default,
            ]);
        span.IncludesStartMetadata = true;
        for (int i = 0; i < Many; i++)
        {
            span.SetMetadata($"Key{i + 10}", "set");
            span.SetMetadata($"kEY{i + 20}", "set again");
            span.SetMeasurement($"key{i}", 1);
            span.SetMeasurement($"KEY{i}", 2);
        }

        span.SetMeasurement("DURATION", -1);
        span.Stop([new("Key3", 3), new("Duration", -1)], [new("keY30", "stop"), default]);

        Assert.Equal(Many + 20 + 1, record!.Metadata.Count);
        Assert.Equal("start", record.Metadata["key0"]);
        Assert.Equal("start again", record.Metadata["key1"]);
        Assert.Equal("set", record.Metadata["key10"]);
        Assert.Equal("set", record.Metadata["key20"]);
        Assert.Equal("set again", record.Metadata["key50"]);
        Assert.Equal("stop", record.Metadata["key30"]);
        Assert.Equal(span.Context, record.Metadata["telemetry_span_context"]);
        Assert.Equal(Many + 2, record.Measurements.Count);
        Assert.Equal(2, record.Measurements["key0"]);
        Assert.Equal(3, record.Measurements["key3"]);
        Assert.Equal(MetadataValueKind.TimeSpan, record.Measurements["duration"].Kind);
    }

    private static async Task InTime(Action action) =>
        await Task.Run(action, TestContext.Current.CancellationToken).WaitAsync(Threads.Patience, TestContext.Current.CancellationToken);
}
