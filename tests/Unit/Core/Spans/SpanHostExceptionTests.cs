using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

/// <summary>What passes out of an emit passes out of a span.</summary>
public sealed class SpanHostExceptionTests
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly TelemetrySpanSource _source;
    private readonly Recorder _recorder;

    public SpanHostExceptionTests()
    {
        _source = _dispatcher.GetSpanSource("web.request");
        _recorder = _dispatcher.RecordSpans("web.request");
        _dispatcher.AddPassThrough(exception => exception is StopException);
    }

    [Fact]
    public void Exception_of_the_host_out_of_the_start_passes_and_the_function_does_not_run()
    {
        bool ran = false;
        Stops("web.request.start");

        Assert.Throws<StopException>(() => _source.Start());
        Assert.Throws<StopException>(() => _source.Run(_ => ran = true));

        Assert.False(ran);
        Assert.Null(_dispatcher.GetCurrentSpan());
    }

    [Fact]
    public void Exception_of_the_host_out_of_the_stop_passes_and_the_span_has_ended()
    {
        Stops("web.request.stop");
        TelemetrySpan span = _source.Start();

        Assert.Throws<StopException>(() => span.Stop());
        Assert.True(span.IsEnded);
        Assert.Throws<StopException>(() => _source.Run(_ => 42));
        Assert.Null(_dispatcher.GetCurrentSpan());

        Assert.DoesNotContain("web.request.exception", _recorder.Names);
    }

    [Fact]
    public void Exception_of_the_host_out_of_the_exception_event_passes_in_place_of_the_functions()
    {
        Stops("web.request.exception");
        TelemetrySpan span = _source.Start();

        Assert.Throws<StopException>(() => span.Fail(new FormatException()));
        Assert.True(span.IsEnded);
        Assert.Throws<StopException>(() => _source.Start().Dispose());
        Assert.Throws<StopException>(() => _source.Run(_ => throw new FormatException()));
    }

    [Theory]
    [InlineData("stop")]
    [InlineData("exception")]
    public async Task Exception_of_the_host_out_of_the_end_of_a_task_fails_the_task_returned(string end)
    {
        Stops($"web.request.{end}");
        var gate = new TaskCompletionSource();
        Task running = _source.RunAsync(_ => gate.Task);
        if (end == "stop")
        {
            gate.SetResult();
        }
        else
        {
            gate.SetException(new FormatException());
        }

        await Assert.ThrowsAsync<StopException>(() => running);
    }

    [Fact]
    public void Exception_of_the_host_out_of_the_function_ends_the_span_like_any_other()
    {
        Assert.Throws<StopException>(() => _source.Run(_ => throw new StopException()));

        Assert.Equal(["web.request.start", "web.request.exception"], _recorder.Names);
        Assert.Equal(typeof(StopException).FullName, _recorder.Records[1].Metadata["kind"]);
    }

    [Fact]
    public void Handler_that_starts_the_span_it_handles_fails_at_the_depth_limit()
    {
        var failed = new List<string>();
        _dispatcher.HandlerFailed += (_, failure) => failed.Add($"{failure.Handler.Id} {failure.Exception.GetType().Name}");
        _dispatcher.Attach("recursive", "web.request.start", (in _, _) => _source.Run(_ => { }));

        int result = _source.Run(_ => 42);

        Assert.Equal(42, result);
        Assert.Equal(["recursive TelemetryRecursionException"], failed);
        Assert.Equal(TelemetryDispatcher.MaxDepth, _recorder.Names.Count(name => name == "web.request.start"));
    }

    private void Stops(string eventName) => _dispatcher.Attach("stopping", eventName, (in _, _) => throw new StopException());

    private sealed class StopException : Exception;
}
