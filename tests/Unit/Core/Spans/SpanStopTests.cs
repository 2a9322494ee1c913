using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

/// <summary>What the stop event of a span carries.</summary>
public sealed class SpanStopTests
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly TelemetrySpanSource _source;
    private readonly Recorder _stops = new();

    public SpanStopTests()
    {
        _source = _dispatcher.GetSpanSource("web.request");
        _dispatcher.Attach("stops", "web.request.stop", _stops.Handle);
    }

    private EventRecord Stop => _stops.Single();

    [Fact]
    public void C30_stop_carries_duration_and_time_of_the_same_clock()
    {
        Recorder recorder = _dispatcher.RecordSpans("web.request");

        _source.Run(_ => { });

        Assert.Equal(["duration", "monotonic_time"], Stop.Measurements.Keys);
        Assert.Equal(Stop.Time() - recorder.Records[0].Time(), Stop.Time("duration"));
        Assert.True(Stop.Time("duration") >= TimeSpan.Zero);
    }

    [Fact]
    public void C30_duration_is_known_where_nobody_heard_the_start()
    {
        TimeSpan before = Spans.Now;
        TelemetrySpan span = _source.Start();
        TimeSpan started = Spans.Now;
        span.Stop();

        Assert.InRange(Stop.Time() - Stop.Time("duration"), before, started);
    }

    [Fact]
    public void C30_stop_carries_no_start_metadata()
    {
        _source.Run(span => span.SetMetadata("status", 200), [new("route", "/users")]);

        Assert.Equal(["status", "telemetry_span_context"], Stop.Metadata.Keys);
    }

    [Fact]
    public void C30_extra_measurements_are_carried()
    {
        TelemetrySpan span = _source.Start();
        span.SetMeasurement("bytes", 512);
        span.SetMeasurement("retries", 1);
        span.Stop([new("items", 3)]);

        Assert.Equal(["duration", "monotonic_time", "bytes", "retries", "items"], Stop.Measurements.Keys);
        Assert.Equal(512, Stop.Measurements["bytes"]);
        Assert.Equal(1, Stop.Measurements["retries"]);
        Assert.Equal(3, Stop.Measurements["items"]);
    }

    [Theory]
    [InlineData("duration", "monotonic_time")]
    [InlineData("Duration", "MONOTONIC_TIME")]
    public void C30_extra_measurements_cannot_override_the_clock(string duration, string time)
    {
        // As the handler gets it: a record would have made one of two equal keys.
        string[] keys = [];
        _dispatcher.Attach("keys", "web.request.stop", (in data, _) =>
            keys = [.. data.Measurements.ToArray().Select(measurement => measurement.Key)]);
        TelemetrySpan span = _source.Start();
        span.SetMeasurement(duration, -1);
        span.SetMeasurement(time, -1);
        span.Stop([new(duration, -2), new(time, -2), new("items", 3)]);

        Assert.Equal(["duration", "monotonic_time", "items"], keys);
        Assert.NotEqual(-1, Stop.Measurements["duration"]);
        Assert.Equal(MetadataValueKind.TimeSpan, Stop.Measurements["duration"].Kind);
        Assert.Equal(MetadataValueKind.TimeSpan, Stop.Measurements["monotonic_time"].Kind);
    }

    [Fact]
    public void C30_what_is_given_last_counts_without_regard_to_case()
    {
        string[] keys = [];
        _dispatcher.Attach("keys", "web.request.stop", (in data, _) =>
            keys = [.. data.Metadata.ToArray().Select(entry => entry.Key)]);
        TelemetrySpan span = _source.Start();
        span.SetMeasurement("items", 1);
        span.SetMeasurement("Items", 2);
        span.SetMeasurement("bytes", 1);
        span.SetMetadata("status", 100);
        span.SetMetadata("STATUS", 200);
        span.SetMetadata("cached", true);
        span.Stop([new("BYTES", 2)], [new("CACHED", false)]);

        Assert.Equal(2, Stop.Measurements["items"]);
        Assert.Equal(2, Stop.Measurements["bytes"]);
        Assert.Equal(4, Stop.Measurements.Count);
        Assert.Equal(200, Stop.Metadata["status"]);
        Assert.Equal(false, Stop.Metadata["cached"]);
        Assert.Equal(["STATUS", "CACHED", "telemetry_span_context"], keys);
    }

    [Fact]
    public void C30_start_metadata_is_merged_in_on_request_with_the_stop_metadata_on_top()
    {
        TelemetrySpan span = _source.Start([new("route", "/users"), new("status", "pending"), new("attempt", 1)]);
        span.IncludesStartMetadata = true;
        span.SetMetadata("Attempt", 2);
        span.Stop(metadata: [new("Status", 200), new("cached", true)]);

        Assert.Equal(["route", "Status", "Attempt", "telemetry_span_context", "cached"], Stop.Metadata.Keys);
        Assert.Equal("/users", Stop.Metadata["route"]);
        Assert.Equal(200, Stop.Metadata["status"]);
        Assert.Equal(2, Stop.Metadata["attempt"]);
    }

    [Fact]
    public void C30_request_to_merge_can_be_taken_back()
    {
        TelemetrySpan span = _source.Start([new("route", "/users")]);
        span.IncludesStartMetadata = true;
        Assert.True(span.IncludesStartMetadata);
        span.IncludesStartMetadata = false;
        span.Stop();

        Assert.Equal(["telemetry_span_context"], Stop.Metadata.Keys);
    }

    [Fact]
    public void C30_merge_without_start_metadata_has_the_context()
    {
        TelemetrySpan span = _source.Start();
        span.IncludesStartMetadata = true;
        span.Stop();

        Assert.Equal(span.Context, Stop.Metadata["telemetry_span_context"]);
    }
}
