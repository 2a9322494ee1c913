using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

/// <summary>Handlers that come and go while a span is open.</summary>
public sealed class SpanAlwaysEnabledTests
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly TelemetrySpanSource _source;
    private readonly TelemetrySpanSource _always;

    public SpanAlwaysEnabledTests()
    {
        _source = _dispatcher.GetSpanSource("job");
        _always = _source.AlwaysEnabled;
    }

    public static TheoryData<string> Forms => AsyncForms.All;

    [Fact]
    public void Handle_is_one_object_with_the_name_and_the_events_of_the_other()
    {
        Assert.Same(_always, _dispatcher.GetSpanSource("JOB").AlwaysEnabled);
        Assert.Same(_always, _always.AlwaysEnabled);
        Assert.NotSame(_source, _always);
        Assert.Same(_source.Name, _always.Name);
        Assert.Same(_dispatcher, _always.Dispatcher);
        Assert.Same(_source.StartEvent, _always.StartEvent);
        Assert.Same(_source.StopEvent, _always.StopEvent);
        Assert.Same(_source.ExceptionEvent, _always.ExceptionEvent);
    }

    [Fact]
    public void Handlers_that_both_handles_have_are_those_that_listen_now()
    {
        Assert.False(_always.HasHandlers);
        using (_dispatcher.Attach("h", "job.stop", Handlers.Nothing))
        {
            Assert.True(_source.HasHandlers);
            Assert.True(_always.HasHandlers);
        }

        Assert.False(_always.HasHandlers);
        Assert.False(_source.Start().IsEnabled);
        Assert.True(_always.Start().IsEnabled);
    }

    [Fact]
    public void Handler_attached_while_an_unheard_span_is_open_hears_nothing_by_default()
    {
        TelemetrySpan span = _source.Start();
        Recorder recorder = _dispatcher.RecordSpans("job");

        Assert.False(span.Stop());

        Assert.Equal(0, recorder.Count);
    }

    [Theory]
    [InlineData("job.stop")]
    [InlineData("job.exception")]
    public void Handler_attached_while_a_span_is_open_hears_its_end_where_spans_are_always_enabled(string end)
    {
        var recorder = new Recorder();
        TimeSpan before = Spans.Now;
        TelemetrySpan parent = _always.Start();
        TelemetrySpan span = _always.Start([new("name", "nightly")], parent);
        TimeSpan started = Spans.Now;
        span.SetMetadata("status", 200);
        span.SetMeasurement("items", 3);
        span.IncludesStartMetadata = true;
        using HandlerRegistration registration = _dispatcher.Attach("h", EventPattern.Parse("job.*"), recorder.Handle);

        Assert.True(end == "job.stop" ? span.Stop() : span.Fail(new FormatException()));

        EventRecord heard = recorder.Single();
        Assert.Equal(end, heard.EventName.ToString());
        Assert.InRange(heard.Time() - heard.Time("duration"), before, started);
        Assert.Equal(span.Context, heard.Metadata["telemetry_span_context"]);
        Assert.Equal(parent.Context, heard.Metadata["telemetry_span_parent"]);
        Assert.Equal("nightly", heard.Metadata["name"]);
        if (end == "job.stop")
        {
            Assert.Equal(200, heard.Metadata["status"]);
            Assert.Equal(3, heard.Measurements["items"]);
        }
    }

    [Fact]
    public void Handler_attached_while_a_function_runs_hears_its_end_where_spans_are_always_enabled()
    {
        Recorder? recorder = null;

        _always.Run(span =>
        {
            recorder = _dispatcher.RecordSpans("job");
            Assert.Same(span, _dispatcher.GetCurrentSpan());
        });

        Assert.Equal(["job.stop"], recorder!.Names);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Handler_attached_while_a_task_runs_hears_its_end_where_spans_are_always_enabled(string form)
    {
        foreach (TelemetrySpanSource source in new[] { _source, _always })
        {
            var gate = new TaskCompletionSource<int>();
            Task running = source.RunAsync(form, _ => gate.Task);
            var recorder = new Recorder();
            using HandlerRegistration registration = _dispatcher.Attach("h", "job.stop", recorder.Handle);

            gate.SetResult(42);
            await running;

            Assert.Equal(source == _always ? ["job.stop"] : [], recorder.Names);
        }
    }

    [Fact]
    public void Handler_attached_to_the_end_of_a_span_that_was_heard_hears_it()
    {
        Recorder recorder = new();
        _dispatcher.Attach("start", "job.start", Handlers.Nothing);
        TelemetrySpan span = _source.Start();
        _dispatcher.Attach("stop", "job.stop", recorder.Handle);

        Assert.True(span.Stop());

        Assert.Equal(["job.stop"], recorder.Names);
    }

    [Fact]
    public void Handlers_may_leave_while_a_span_is_open_and_those_that_come_back_hear_its_end()
    {
        HandlerRegistration first = _dispatcher.AttachMany("h", Spans.EventsOf("job"), Handlers.Nothing);
        TelemetrySpan unheard = _source.Start();
        TelemetrySpan heard = _source.Start();
        first.Dispose();
        unheard.SetMetadata("status", 200);

        Assert.True(unheard.Stop());
        Recorder recorder = _dispatcher.RecordSpans("job");
        Assert.True(heard.Stop());

        Assert.True(unheard.IsEnded);
        Assert.Equal(heard.Context, recorder.Single().Metadata["telemetry_span_context"]);
    }

    [Fact]
    public void Span_that_is_always_enabled_is_the_parent_of_those_inside()
    {
        Recorder recorder = _dispatcher.RecordSpans("step");

        _always.Run(job => _dispatcher.GetSpanSource("step").Run(step =>
        {
            Assert.Same(job, step.Parent);
            Assert.Equal(job.Context, recorder.Single().Metadata["telemetry_span_parent"]);
        }));
    }
}
