using Telemetry.Tests.Support;

namespace Telemetry.Tests.Conformance;

/// <summary>What a span emits, and when.</summary>
public sealed class SpanTests
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly Recorder _recorder = new();
    private readonly TelemetrySpanSource _source;

    public SpanTests()
    {
        _source = _dispatcher.GetSpanSource("web.request");
        _dispatcher.AttachMany("h", ["web.request.start", "web.request.stop", "web.request.exception"], _recorder.Handle);
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
    public void C28_null_is_no_function()
    {
        Assert.Throws<ArgumentNullException>("action", () => _source.Run(null!));
        Assert.Throws<ArgumentNullException>("function", () => _source.Run((Func<TelemetrySpan, int>)null!));
        Assert.Throws<ArgumentNullException>("action", () => _source.Run(1, (Action<TelemetrySpan, int>)null!));
        Assert.Throws<ArgumentNullException>("function", () => _source.Run(1, (Func<TelemetrySpan, int, int>)null!));
        Assert.Equal(0, _recorder.Count);
    }

    [Fact]
    public void C29_start_carries_the_clocks_and_the_start_metadata()
    {
        DateTime before = DateTime.UtcNow;
        _source.Run(_ => { }, [new("route", "/users"), new("attempt", 2)]);
        DateTime after = DateTime.UtcNow;

        EventRecord start = _recorder.Records[0];
        Assert.Equal(["monotonic_time", "system_time"], start.Measurements.Keys);
        Assert.Equal(TelemetryValueKind.TimeSpan, start.Measurements["monotonic_time"].Kind);
        Assert.True(start.Measurements["system_time"].TryGetDateTime(out DateTime time));
        Assert.InRange(time, before, after);
        Assert.Equal(["route", "attempt", "telemetry_span_context"], start.Metadata.Keys);
        Assert.Equal("/users", start.Metadata["route"]);
        Assert.Equal(2, start.Metadata["attempt"]);
    }

    [Fact]
    public void C29_start_metadata_is_a_snapshot()
    {
        KeyValuePair<string, TelemetryValue>[] metadata = [new("route", "/users")];

        TelemetrySpan span = _source.Start(metadata);
        metadata[0] = new("other", "value");
        span.Fail(new FormatException());

        Assert.Equal("/users", _recorder.Records[1].Metadata["route"]);
        Assert.False(_recorder.Records[1].Metadata.ContainsKey("other"));
    }
}
