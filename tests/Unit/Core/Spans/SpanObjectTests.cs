using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

/// <summary>The span as an object that is started here and ended there.</summary>
public sealed class SpanObjectTests
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly TelemetrySpanSource _source;
    private readonly Recorder _recorder;

    public SpanObjectTests()
    {
        _source = _dispatcher.GetSpanSource("web.request");
        _recorder = _dispatcher.RecordSpans("web.request");
    }

    [Fact]
    public void P6_a_span_started_here_is_stopped_in_another_function_and_thread()
    {
        TelemetrySpan span = _source.Start([new("route", "/users")]);

        Threads.Run(() => Finish(span));

        Assert.True(span.IsEnded);
        Assert.Equal(["web.request.start", "web.request.stop"], _recorder.Names);
        EventRecord stop = _recorder.Records[1];
        Assert.Equal(_recorder.Records[0].Metadata["telemetry_span_context"], stop.Metadata["telemetry_span_context"]);
        Assert.Equal(stop.Time() - _recorder.Records[0].Time(), stop.Time("duration"));
        Assert.Equal(200, stop.Metadata["status"]);

        static void Finish(TelemetrySpan span) => Assert.True(span.Stop(metadata: [new("status", 200)]));
    }

    [Fact]
    public void C35_start_emits_start_and_says_what_the_span_is()
    {
        TelemetrySpan span = _source.Start();

        Assert.Equal(["web.request.start"], _recorder.Names);
        Assert.Equal("web.request", span.Name.ToString());
        Assert.True(span.IsEnabled);
        Assert.False(span.IsEnded);
        Assert.False(span.IncludesStartMetadata);
        Assert.Equal($"web.request {span.Context}", span.ToString());
    }

    [Fact]
    public void C35_span_that_is_disposed_before_it_was_stopped_emits_exception()
    {
        TelemetrySpan span = _source.Start([new("route", "/users")]);
        span.Dispose();

        Assert.True(span.IsEnded);
        Assert.Equal(["web.request.start", "web.request.exception"], _recorder.Names);
        EventRecord exception = _recorder.Records[1];
        Assert.Equal("Telemetry.SpanNotStoppedException", exception.Metadata["kind"]);
        var reason = Assert.IsType<SpanNotStoppedException>(exception.Metadata["reason"].ToObject());
        Assert.Contains("'web.request'", reason.Message, StringComparison.Ordinal);
        Assert.Equal("/users", exception.Metadata["route"]);
        Assert.Equal(string.Empty, exception.Metadata["stacktrace"]);
    }

    [Fact]
    public void C35_first_end_counts_and_the_others_do_nothing_more()
    {
        Func<TelemetrySpan, bool>[] ends =
        [
            span => span.Stop([new("items", 3)], [new("status", 200)]),
            span => span.Fail(new FormatException()),
            span =>
            {
                bool wasEnded = span.IsEnded;
                span.Dispose();
                return !wasEnded;
            },
        ];
        foreach (Func<TelemetrySpan, bool> first in ends)
        {
            int before = _recorder.Count;
            TelemetrySpan span = _source.Start();

            Assert.True(first(span));
            Assert.All(ends, end => Assert.False(end(span)));
            Assert.Equal(before + 2, _recorder.Count);
        }
    }

    [Fact]
    public void C35_what_is_set_after_the_end_does_nothing()
    {
        TelemetrySpan span = _source.Start();
        span.Stop();

        span.SetMetadata("status", 200);
        span.SetMeasurement("items", 3);
        span.IncludesStartMetadata = true;
        span.Stop();

        Assert.Equal(2, _recorder.Count);
        Assert.Throws<ArgumentNullException>("key", () => span.SetMetadata(null!, 200));
        Assert.Throws<ArgumentNullException>("key", () => span.SetMeasurement(null!, 3));
    }

    [Fact]
    public void C35_span_that_its_function_ended_is_not_ended_again()
    {
        _source.Run(span => Assert.True(span.Stop()));
        _source.Run(span => Assert.True(span.Fail(new FormatException())));
        Assert.Throws<FormatException>(() => _source.Run(span =>
        {
            span.Stop();
            throw new FormatException();
        }));

        Assert.Equal(
            [
                "web.request.start", "web.request.stop",
                "web.request.start", "web.request.exception",
                "web.request.start", "web.request.stop",
            ],
            _recorder.Names);
    }

    [Fact]
    public async Task C35_async_form_ends_the_span_when_the_task_does()
    {
        var gate = new TaskCompletionSource();
        Task<int> running = _source.RunAsync(async span =>
        {
            await gate.Task;
            span.SetMetadata("status", 200);
            return 42;
        });
        string[] meanwhile = _recorder.Names;
        gate.SetResult();

        Assert.Equal(42, await running);
        Assert.Equal(["web.request.start"], meanwhile);
        Assert.Equal(["web.request.start", "web.request.stop"], _recorder.Names);
        Assert.Equal(200, _recorder.Records[1].Metadata["status"]);
    }
}
