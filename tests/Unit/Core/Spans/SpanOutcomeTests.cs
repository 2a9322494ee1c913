using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

/// <summary>When a span takes its times, and what handlers can do to it: nothing.</summary>
public sealed class SpanOutcomeTests
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly TelemetrySpanSource _source;

    public SpanOutcomeTests() => _source = _dispatcher.GetSpanSource("web.request");

    [Theory]
    [InlineData("stop")]
    [InlineData("exception")]
    public void C33_times_are_taken_before_the_handlers_run(string end)
    {
        var times = new List<(string Where, TimeSpan Time)>();
        _dispatcher.AttachMany("h", Spans.EventsOf("web.request"), (in data, _) =>
        {
            // The clock goes on before the handler looks at it, so that a time taken after it would be seen.
            WaitForTheClock();
            data.TryGetMeasurement("monotonic_time", out MeasurementValue time);
            Assert.True(time.TryGetTimeSpan(out TimeSpan taken));
            times.Add(("taken", taken));
            times.Add(("in the handler", Spans.Now));
            WaitForTheClock();
        });
        TimeSpan duration = default;
        _dispatcher.Attach("duration", $"web.request.{end}", (in data, _) =>
        {
            data.TryGetMeasurement("duration", out MeasurementValue measured);
            Assert.True(measured.TryGetTimeSpan(out duration));
        });

        times.Add(("before", Spans.Now));
        WaitForTheClock();
        using (TelemetrySpan span = _source.Start())
        {
            times.Add(("inside", Spans.Now));
            WaitForTheClock();
            if (end == "stop")
            {
                span.Stop();
            }
        }

        Assert.Equal(
            ["before", "taken", "in the handler", "inside", "taken", "in the handler"], times.Select(time => time.Where));
        Assert.Equal(times.Select(time => time.Time).Order(), times.Select(time => time.Time));
        Assert.Equal(times[4].Time - times[1].Time, duration);
    }

    [Theory]
    [InlineData("start")]
    [InlineData("stop")]
    [InlineData("exception")]
    public void C34_failing_handler_changes_nothing_of_the_outcome(string failing)
    {
        _dispatcher.Attach("failing", $"web.request.{failing}", Handlers.Failing);
        Recorder recorder = _dispatcher.RecordSpans("web.request");
        var boom = new FormatException();

        int result = _source.Run(_ => 42);
        Exception thrown = Assert.Throws<FormatException>(() => _source.Run(_ => throw boom));

        Assert.Equal(42, result);
        Assert.Same(boom, thrown);
        Assert.Equal(
            ["web.request.start", "web.request.stop", "web.request.start", "web.request.exception"], recorder.Names);
        Assert.DoesNotContain("failing", _dispatcher.Ids());
    }

    [Fact]
    public void C34_handler_of_the_start_that_fails_alone_leaves_the_span_whole()
    {
        _dispatcher.AttachMany("failing", Spans.EventsOf("web.request"), Handlers.Failing);

        TelemetrySpan span = _source.Start();

        Assert.True(span.IsEnabled);
        Assert.True(span.Stop());
        Assert.True(span.IsEnded);
    }

    [Fact]
    public void C34_handler_that_ends_the_span_it_is_told_of_ends_it_once()
    {
        Recorder recorder = _dispatcher.RecordSpans("web.request");
        TelemetrySpan? span = null;
        var results = new List<bool>();
        _dispatcher.Attach("h", "web.request.stop", (in _, _) => results.AddRange(span!.Stop(), span.Fail(new FormatException())));

        span = _source.Start();
        results.Add(span.Stop());

        Assert.Equal([false, false, true], results);
        Assert.Equal(["web.request.start", "web.request.stop"], recorder.Names);
    }

    private static void WaitForTheClock()
    {
        TimeSpan now = Spans.Now;
        SpinWait.SpinUntil(() => Spans.Now > now);
    }
}
