namespace Telemetry.Tests.Core;

public sealed class EventDataTests
{
    private static readonly EventName s_name = EventName.Parse("job.done");

    [Fact]
    public void Data_gives_what_was_emitted_in_order()
    {
        var data = new EventData(s_name, [new("b", 1), new("a", 2)], [new("d", "x"), new("c", null)]);

        Assert.Same(s_name, data.EventName);
        Assert.Equal([new("b", 1), new("a", 2)], data.Measurements.ToArray());
        Assert.Equal([new("d", "x"), new("c", null)], data.Metadata.ToArray());
    }

    [Fact]
    public void Keys_are_looked_up_without_regard_to_case()
    {
        var data = new EventData(s_name, [new("Items", 3)], [new("Queue", "mail")]);

        Assert.True(data.TryGetMeasurement("iTEMS", out MeasurementValue items));
        Assert.True(data.TryGetMetadata("queue", out MetadataValue queue));

        Assert.Equal(3, items);
        Assert.Equal("mail", queue);
    }

    [Fact]
    public void Key_that_is_not_there_gives_the_default()
    {
        var data = new EventData(s_name, [new("items", 3)], [new("queue", "mail")]);

        Assert.False(data.TryGetMeasurement("queue", out MeasurementValue noMeasurement));
        Assert.False(data.TryGetMetadata("items", out MetadataValue noMetadata));

        Assert.Equal(default, noMeasurement);
        Assert.Equal(default, noMetadata);
    }

    [Fact]
    public void Last_of_equal_keys_counts()
    {
        var data = new EventData(
            s_name, [new("n", 1), new("N", 2), new("other", 3)], [new("k", "first"), new("K", "last")]);

        Assert.True(data.TryGetMeasurement("n", out MeasurementValue number));
        Assert.True(data.TryGetMetadata("k", out MetadataValue text));

        Assert.Equal(2, number);
        Assert.Equal("last", text);
        Assert.Equal("job.done { n = 2, other = 3 } { k = last }", data.ToRecord().ToString());
    }

    [Fact]
    public void Null_is_refused()
    {
        Assert.Throws<ArgumentNullException>("name", () => new EventData((EventName)null!, []).ToRecord());
        Assert.Throws<ArgumentNullException>("key", () => new EventData(s_name, []).TryGetMeasurement(null!, out _));
        Assert.Throws<ArgumentNullException>("key", () => new EventData(s_name, []).TryGetMetadata(null!, out _));
    }

    [Fact]
    public void Record_is_a_snapshot()
    {
        DateTime before = DateTime.UtcNow;
        KeyValuePair<string, MeasurementValue>[] measurements = [new("items", 3)];
        KeyValuePair<string, MetadataValue>[] metadata = [new("queue", "mail")];

        EventRecord record = new EventData(s_name, measurements, metadata).ToRecord();
        measurements[0] = new("changed", 0);
        metadata[0] = new("changed", 0);

        Assert.Equal("job.done", record.EventName.ToString());
        Assert.Equal(3, record.Measurements["items"]);
        Assert.Equal("mail", record.Metadata["queue"]);
        Assert.Equal("job.done { items = 3 } { queue = mail }", record.ToString());
        Assert.InRange(record.Timestamp, before, DateTime.UtcNow);
        Assert.Equal(DateTimeKind.Utc, record.Timestamp.Kind);
    }

    [Fact]
    public void Record_of_an_event_with_nothing_is_empty()
    {
        EventRecord record = new EventData(s_name, []).ToRecord();

        Assert.Empty(record.Measurements);
        Assert.Empty(record.Metadata);
        Assert.Equal("job.done { } { }", record.ToString());
    }

    [Fact]
    public void Entry_without_a_key_is_left_out_of_the_record()
    {
        var unfilled = new KeyValuePair<string, MeasurementValue>[2];
        var data = new EventData(s_name, unfilled, [default, new("queue", "mail")]);

        Assert.False(data.TryGetMeasurement("items", out _));
        Assert.Equal("job.done { } { queue = mail }", data.ToRecord().ToString());
    }

    [Fact]
    public void Entry_without_a_key_disturbs_neither_the_emitter_nor_the_report_of_a_failure()
    {
        var dispatcher = new TelemetryDispatcher();
        var failed = new List<string>();
        dispatcher.HandlerFailed += (_, failure) => failed.Add($"{failure.Exception.Message} at {failure.Record}");
        dispatcher.Attach("failing", "e", (in _, _) => throw new InvalidOperationException("boom"));

        dispatcher.Execute(
            "e", new KeyValuePair<string, MeasurementValue>[2], new KeyValuePair<string, MetadataValue>[20]);

        Assert.Equal(["boom at e { } { }"], failed);
    }
}
