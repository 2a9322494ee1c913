using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

public sealed class SpanSourceTests
{
    private readonly TelemetryDispatcher _dispatcher = new();

    [Fact]
    public void Source_is_the_same_object_for_the_same_name_without_regard_to_case()
    {
        TelemetrySpanSource source = _dispatcher.GetSpanSource("web.request");

        Assert.Same(source, _dispatcher.GetSpanSource("web.request"));
        Assert.Same(source, _dispatcher.GetSpanSource("WEB.Request"));
        Assert.Same(source, _dispatcher.GetSpanSource(EventName.Parse("Web.request")));
        Assert.NotSame(source, _dispatcher.GetSpanSource("web.response"));
        Assert.NotSame(source, new TelemetryDispatcher().GetSpanSource("web.request"));
    }

    [Fact]
    public void Source_has_its_name_its_dispatcher_and_the_handles_of_its_events()
    {
        TelemetryEvent stop = _dispatcher.GetEvent("web.request.stop");

        TelemetrySpanSource source = _dispatcher.GetSpanSource("Web.Request");

        Assert.Equal("Web.Request", source.Name.ToString());
        Assert.Equal("Web.Request", source.ToString());
        Assert.Same(_dispatcher, source.Dispatcher);
        Assert.Same(stop, source.StopEvent);
        Assert.Same(_dispatcher.GetEvent("web.request.start"), source.StartEvent);
        Assert.Same(_dispatcher.GetEvent("web.request.exception"), source.ExceptionEvent);
        Assert.Equal("Web.Request.start", source.StartEvent.EventName.ToString());
    }

    [Fact]
    public void Source_makes_its_three_events_known()
    {
        _dispatcher.GetSpanSource("web.request");

        Assert.True(_dispatcher.TryGetEvent("web.request.start", out _));
        Assert.True(_dispatcher.TryGetEvent("web.request.stop", out _));
        Assert.True(_dispatcher.TryGetEvent("web.request.exception", out _));
        Assert.False(_dispatcher.TryGetEvent("web.request", out _));
    }

    [Fact]
    public void Bad_name_is_no_name_of_a_span()
    {
        Assert.Throws<FormatException>(() => _dispatcher.GetSpanSource("web..request"));
        Assert.Throws<FormatException>(() => _dispatcher.GetSpanSource(string.Empty));
        Assert.Throws<ArgumentNullException>("name", () => _dispatcher.GetSpanSource((string)null!));
        Assert.Throws<ArgumentNullException>("name", () => _dispatcher.GetSpanSource((EventName)null!));
    }

    [Theory]
    [InlineData("web.request.start")]
    [InlineData("web.request.stop")]
    [InlineData("web.request.exception")]
    public void Handler_of_any_of_the_events_makes_spans_enabled_while_it_is_attached(string eventName)
    {
        TelemetrySpanSource source = _dispatcher.GetSpanSource("web.request");
        Assert.False(source.HasHandlers);

        using (_dispatcher.Attach("h", eventName, Handlers.Nothing))
        using (_dispatcher.Attach("other", "web.request", Handlers.Nothing))
        {
            Assert.True(source.HasHandlers);
            Assert.True(source.Start().IsEnabled);
            Assert.Equal(source.StartEvent.HasHandlers, eventName == "web.request.start");
        }

        Assert.False(source.HasHandlers);
        Assert.False(source.Start().IsEnabled);
    }

    [Fact]
    public void Handlers_are_seen_one_by_one()
    {
        TelemetrySpanSource source = _dispatcher.GetSpanSource("web.request");
        HandlerRegistration stop = _dispatcher.Attach("stop", "web.request.stop", Handlers.Nothing);
        HandlerRegistration start = _dispatcher.Attach("start", "web.request.start", Handlers.Nothing);

        stop.Dispose();
        Assert.True(source.HasHandlers);

        start.Dispose();
        Assert.False(source.HasHandlers);
    }

    [Fact]
    public void Handlers_attached_before_the_handle_was_asked_for_are_seen()
    {
        _dispatcher.Attach("h", "web.request.stop", Handlers.Nothing);

        Assert.True(_dispatcher.GetSpanSource("web.request").HasHandlers);
    }

    [Fact]
    public void Handlers_attached_by_pattern_are_seen()
    {
        TelemetrySpanSource earlier = _dispatcher.GetSpanSource("web.request");
        var recorder = new Recorder();

        using (_dispatcher.Attach("h", EventPattern.Parse("web.*"), recorder.Handle))
        {
            TelemetrySpanSource later = _dispatcher.GetSpanSource("web.response");
            Assert.True(earlier.HasHandlers);
            Assert.True(later.HasHandlers);
            earlier.Run(_ => { });
            later.Run(_ => { });
            Assert.Equal(
                ["web.request.start", "web.request.stop", "web.response.start", "web.response.stop"], recorder.Names);
        }

        Assert.False(earlier.HasHandlers);
    }

    [Fact]
    public void Handler_that_fails_and_leaves_is_not_seen_any_more()
    {
        TelemetrySpanSource source = _dispatcher.GetSpanSource("web.request");
        _dispatcher.Attach("failing", "web.request.start", Handlers.Failing);

        source.Run(_ => { });

        Assert.False(source.HasHandlers);
    }

    [Fact]
    public void Handler_that_replaces_another_is_seen()
    {
        TelemetrySpanSource source = _dispatcher.GetSpanSource("web.request");
        _dispatcher.Attach("h", "web.request.start", Handlers.Nothing);

        _dispatcher.Replace("h", [EventName.Parse("web.request.stop")], Handlers.Nothing);
        Assert.True(source.HasHandlers);

        _dispatcher.Replace("h", [EventName.Parse("elsewhere")], Handlers.Nothing);
        Assert.False(source.HasHandlers);
    }
}
