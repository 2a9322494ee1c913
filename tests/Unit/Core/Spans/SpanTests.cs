using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

/// <summary>A span around a function, and its start event.</summary>
public sealed class SpanTests
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly TelemetrySpanSource _source;
    private readonly Recorder _recorder;

    public SpanTests()
    {
        _source = _dispatcher.GetSpanSource("web.request");
        _recorder = _dispatcher.RecordSpans("web.request");
    }

    [Fact]
    public void C28_run_emits_start_runs_the_function_emits_stop_and_returns_the_result()
    {
        string[] before = [];

        int result = _source.Run(_ =>
        {
            before = _recorder.Names;
            return 42;
        });

        Assert.Equal(42, result);
        Assert.Equal(["web.request.start"], before);
        Assert.Equal(["web.request.start", "web.request.stop"], _recorder.Names);
    }

    [Fact]
    public void C28_run_emits_exception_and_no_stop_where_the_function_throws()
    {
        Assert.Throws<FormatException>(() => _source.Run(_ => throw new FormatException()));

        Assert.Equal(["web.request.start", "web.request.exception"], _recorder.Names);
    }

    [Fact]
    public void C28_every_form_of_run_is_a_span()
    {
        var results = new List<object>();

        _source.Run(_ => results.Add(_recorder.Count));
        results.Add(_source.Run(_ => _recorder.Count));
        _source.Run(results, (_, state) => state.Add(_recorder.Count));
        results.Add(_source.Run("state", (_, state) => $"{state} {_recorder.Count}"));

        Assert.Equal([1, 3, 5, "state 7"], results);
        Assert.Equal(
            Enumerable.Repeat<string[]>(["web.request.start", "web.request.stop"], 4).SelectMany(names => names),
            _recorder.Names);
    }

    [Fact]
    public void C28_function_runs_and_returns_where_nobody_listens()
    {
        TelemetrySpanSource unheard = _dispatcher.GetSpanSource("unheard");
        var calls = new List<string>();

        unheard.Run(_ => calls.Add("action"));
        unheard.Run(calls, (_, state) => state.Add("action with state"));

        Assert.Equal(42, unheard.Run(_ => 42));
        Assert.Equal(43, unheard.Run(42, (_, state) => state + 1));
        Assert.Throws<FormatException>(() => unheard.Run(_ => throw new FormatException()));
        Assert.Equal(["action", "action with state"], calls);
    }

    [Fact]
    public void C28_null_is_no_function()
    {
        foreach (TelemetrySpanSource source in new[] { _source, _dispatcher.GetSpanSource("unheard") })
        {
            Assert.Throws<ArgumentNullException>("action", () => source.Run(null!));
            Assert.Throws<ArgumentNullException>("function", () => source.Run((Func<TelemetrySpan, int>)null!));
            Assert.Throws<ArgumentNullException>("action", () => source.Run(1, (Action<TelemetrySpan, int>)null!));
            Assert.Throws<ArgumentNullException>("function", () => source.Run(1, (Func<TelemetrySpan, int, int>)null!));
        }

        Assert.Equal(0, _recorder.Count);
    }

    [Fact]
    public void C29_start_carries_both_clocks_and_the_start_metadata()
    {
        (TimeSpan monotonicBefore, DateTime before) = (Spans.Now, DateTime.UtcNow);
        _source.Start([new("route", "/users"), new("attempt", 2)]);
        (TimeSpan monotonicAfter, DateTime after) = (Spans.Now, DateTime.UtcNow);

        EventRecord start = _recorder.Single();
        Assert.Equal(["monotonic_time", "system_time"], start.Measurements.Keys);
        Assert.InRange(start.Time(), monotonicBefore, monotonicAfter);
        Assert.True(start.Measurements["system_time"].TryGetDateTime(out DateTime time));
        Assert.InRange(time, before, after);
        Assert.Equal(["route", "attempt", "telemetry_span_context"], start.Metadata.Keys);
        Assert.Equal("/users", start.Metadata["route"]);
        Assert.Equal(2, start.Metadata["attempt"]);
    }

    [Fact]
    public void C29_start_metadata_defaults_to_nothing_but_the_context()
    {
        _source.Run(_ => { });

        Assert.Equal(["telemetry_span_context"], _recorder.Records[0].Metadata.Keys);
    }

    [Fact]
    public void C29_start_metadata_is_a_snapshot()
    {
        KeyValuePair<string, MetadataValue>[] metadata = [new("route", "/users")];

        TelemetrySpan span = _source.Start(metadata);
        metadata[0] = new("other", "value");
        span.Fail(new FormatException());

        EventRecord exception = _recorder.Records[1];
        Assert.Equal("/users", exception.Metadata["route"]);
        Assert.False(exception.Metadata.ContainsKey("other"));
    }

    [Fact]
    public void C29_entry_without_a_key_disturbs_nothing()
    {
        TelemetrySpan span = _source.Start(new KeyValuePair<string, MetadataValue>[1]);
        span.IncludesStartMetadata = true;
        span.Stop(new KeyValuePair<string, MeasurementValue>[1], new KeyValuePair<string, MetadataValue>[1]);

        Assert.Equal(["telemetry_span_context"], _recorder.Records[0].Metadata.Keys);
        Assert.Equal(["duration", "monotonic_time"], _recorder.Records[1].Measurements.Keys);
        Assert.Equal(["telemetry_span_context"], _recorder.Records[1].Metadata.Keys);
    }
}
