using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

/// <summary>A payload with an entry that has no key, as in an array that was not filled. It is the emitter's mistake: no handler
/// sees the entry, or is detached for it.</summary>
public sealed class UnfilledEntryTests
{
    private static readonly KeyValuePair<string, MeasurementValue>[] s_measurements = [default, new("items", 3), default];
    private static readonly KeyValuePair<string, MetadataValue>[] s_metadata = [new("queue", "mail"), default, new("Queue", "late")];

    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly List<string> _seen = [];

    public static TheoryData<string> Ways => ["handle", "name", "text", "new text", "nested", "pattern", "several", "dictionaries"];

    [Theory]
    [MemberData(nameof(Ways))]
    public void Handler_that_walks_the_payload_does_not_see_it(string way)
    {
        const string Name = "job.done";
        EventPattern pattern = EventPattern.Parse(way is "new text" or "pattern" ? "job.*" : Name);
        _dispatcher.Attach("h", pattern, Walk);
        if (way == "several")
        {
            _dispatcher.Attach("other", pattern, Handlers.Nothing);
        }

        switch (way)
        {
            case "handle" or "pattern" or "several":
                _dispatcher.GetEvent(Name).Execute(s_measurements, s_metadata);
                break;
            case "name":
                _dispatcher.Execute(EventName.Parse(Name), s_measurements, s_metadata);
                break;
            case "nested":
                _dispatcher.Attach("outer", "outer", (in _, _) => _dispatcher.Execute(Name, s_measurements, s_metadata));
                _dispatcher.Execute("outer");
                break;
            case "dictionaries":
                _dispatcher.Execute(Name, new Unfilled<MeasurementValue>(s_measurements), new Unfilled<MetadataValue>(s_metadata));
                break;
            default:
                _dispatcher.Execute(Name, s_measurements, s_metadata);
                break;
        }

        Assert.Equal(["items = 3, queue = mail, Queue = late"], _seen);
        Assert.Contains("h", _dispatcher.Ids());
        Assert.Empty(_dispatcher.ListDetached());
    }

    [Fact]
    public void Filter_and_buffered_handler_and_recorder_do_not_see_it()
    {
        using var recorder = EventRecorder.Start(_dispatcher, "job.*");
        HandlerRegistration buffered = _dispatcher.Attach(
            "h",
            "job.done",
            Walk,
            options: new() { Buffer = new(), Filter = (in data, _) => data.Measurements.Length == 1 && data.Metadata.Length == 2 });

        _dispatcher.Execute("job.done", s_measurements, s_metadata);
        buffered.Dispose();

        Assert.Equal(["items = 3, queue = late"], _seen);
        Assert.Equal("job.done { items = 3 } { queue = late }", Assert.Single(recorder.Records).ToString());
        Assert.Empty(_dispatcher.ListDetached());
    }

    [Fact]
    public void Handlers_of_a_span_do_not_see_it()
    {
        _dispatcher.AttachMany("h", ["work.start", "work.stop", "work.exception"], Walk);
        TelemetrySpanSource source = _dispatcher.GetSpanSource("work");

        source.Start(s_metadata).Stop(s_measurements, s_metadata);
        source.Start(s_metadata).Fail(new InvalidOperationException("boom"));

        Assert.Equal(4, _seen.Count);
        Assert.All(_seen, seen => Assert.Contains("queue = ", seen, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(["h"], _dispatcher.Ids().Distinct());
    }

    [Fact]
    public void Payload_that_has_nothing_else_is_empty()
    {
        var data = new EventData(
            EventName.Parse("e"), new KeyValuePair<string, MeasurementValue>[2], new KeyValuePair<string, MetadataValue>[20]);

        Assert.Equal(0, data.Measurements.Length);
        Assert.Equal(0, data.Metadata.Length);
    }

    [Fact]
    public void Correct_payload_is_read_where_the_emitter_has_it()
    {
        long seen = 0;
        _dispatcher.Attach("h", "e", (in data, _) =>
        {
            foreach (KeyValuePair<string, MetadataValue> field in data.Metadata)
            {
                seen += field.Key.Length;
            }

            seen += data.Measurements[0].Key.Length;
        });
        TelemetryEvent handle = _dispatcher.GetEvent("e");

        Assert.Equal(0, Allocated.BytesPerCall(() => handle.Execute([new("n", 1)], [new("m", 2), new("o", 3)])));
        Assert.Equal(Allocated.Calls * 3, seen);
    }

    private void Walk(in EventData data, object? config)
    {
        var fields = new List<string>();
        foreach (KeyValuePair<string, MeasurementValue> field in data.Measurements)
        {
            fields.Add($"{field.Key[..]} = {field.Value}");
        }

        foreach (KeyValuePair<string, MetadataValue> field in data.Metadata)
        {
            fields.Add($"{field.Key[..]} = {field.Value}");
        }

        _seen.Add(string.Join(", ", fields));
    }

    /// <summary>A dictionary of one's own that has such an entry; those of the framework cannot.</summary>
    private sealed class Unfilled<TValue>(KeyValuePair<string, TValue>[] fields) : IReadOnlyDictionary<string, TValue>
    {
        public IEnumerable<string> Keys => fields.Select(pair => pair.Key);

        public IEnumerable<TValue> Values => fields.Select(pair => pair.Value);

        public int Count => fields.Length;

        public TValue this[string key] => throw new NotSupportedException();

        public bool ContainsKey(string key) => throw new NotSupportedException();

        public bool TryGetValue(string key, out TValue value) => throw new NotSupportedException();

        public IEnumerator<KeyValuePair<string, TValue>> GetEnumerator() => fields.AsEnumerable().GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => fields.GetEnumerator();
    }
}
