using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

/// <summary>Spans of several dispatchers in one flow of control.</summary>
public sealed class SpanDispatcherTests
{
    private readonly TelemetrySpanSource _here = Source();
    private readonly TelemetrySpanSource _there = Source();

    [Fact]
    public void Current_span_of_another_dispatcher_is_no_parent()
    {
        _here.Run(_ =>
        {
            using TelemetrySpan span = _there.Start();
            Assert.Null(span.Parent);
            _there.Run(run => Assert.Null(run.Parent));
        });
    }

    [Fact]
    public async Task Parent_is_the_innermost_running_span_of_the_same_dispatcher()
    {
        await _here.RunAsync(async outer =>
        {
            await Task.Yield();
            await _there.RunAsync(async between =>
            {
                await Task.Yield();
                _here.Run(inner => Assert.Same(outer, inner.Parent));
                _there.Run(inner => Assert.Same(between, inner.Parent));
            });
        });
    }

    [Fact]
    public void Parent_that_is_given_may_belong_to_another_dispatcher()
    {
        Recorder recorder = _there.Dispatcher.RecordSpans("web.request");
        using TelemetrySpan parent = _here.Start();

        using TelemetrySpan span = _there.Start(parent: parent);

        Assert.Same(parent, span.Parent);
        Assert.Equal(parent.Context, recorder.Single().Metadata["telemetry_span_parent"]);
    }

    private static TelemetrySpanSource Source()
    {
        var dispatcher = new TelemetryDispatcher();
        dispatcher.AttachMany("h", Spans.EventsOf("web.request"), Handlers.Nothing);
        return dispatcher.GetSpanSource("web.request");
    }
}
