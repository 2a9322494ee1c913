using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

public sealed class HandlerFilterTests
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly Recorder _recorder = new();
    private readonly Recorder _reports = new();

    public HandlerFilterTests() => _dispatcher.Attach("report", TelemetryDispatcher.FailureEventName, _reports.Handle);

    [Fact]
    public void Handler_gets_only_what_its_filter_lets_through()
    {
        var config = new object();
        HandlerRegistration handler = _dispatcher.Attach("h", "e", _recorder.Handle, config, new()
        {
            Filter = (in data, given) => given == config && data.TryGetMetadata("route", out MetadataValue route) && $"{route}" == "/",
            CollectsStatistics = true,
        });

        _dispatcher.Execute("e", [], [new("route", "/")]);
        _dispatcher.Execute("e", [], [new("route", "/users")]);
        _dispatcher.Execute("e");

        Assert.Equal("e { } { route = / }", _recorder.Single().ToString());
        Assert.Equal(1, handler.Statistics!.Calls);
        Assert.True(_dispatcher.HasHandlers("e"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Filter_that_throws_is_a_failure_of_the_handler(bool isBuffered)
    {
        HandlerRegistration handler = Attach((in _, _) => throw new FormatException("bad filter"), FailurePolicy.Detach, isBuffered);

        _dispatcher.Execute("e", 5);
        _dispatcher.Execute("e");
        handler.Dispose();

        Assert.Equal(["h"], _reports.FailedIds);
        Assert.Equal("{ value = 5 }", _reports.Single().Metadata["measurements"].ToString());
        Assert.Equal("bad filter", Assert.Single(_dispatcher.ListDetached()).LastFailure?.Message);
        Assert.Equal((0, 1), (handler.Statistics!.Calls, handler.Statistics.Failures));
        Assert.Equal(isBuffered ? "0 delivered, 0 dropped, 0 queued" : null, handler.BufferStatistics?.ToString());
        Assert.Equal(0, _recorder.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Row_of_failures_of_a_filter_is_over_when_it_answers_again(bool answer)
    {
        bool? isLet = null;
        HandlerRegistration handler = Attach(
            (in _, _) => isLet ?? throw new FormatException("bad filter"), FailurePolicy.DetachAfter(3), isBuffered: false);

        Emit(null, null);
        Assert.Equal(2, handler.FailuresInARow);
        Emit(answer);
        Assert.Equal(0, handler.FailuresInARow);
        Emit(null, null, answer, null, null);
        Assert.Equal(2, handler.FailuresInARow);
        Assert.True(handler.IsAttached);
        Emit((bool?)null);

        Assert.False(handler.IsAttached);
        Assert.Equal([1, 2, 1, 2, 1, 2, 3], _reports.Records.Select(report => report.Metadata["failures"].ToObject()));

        void Emit(params bool?[] answers) => Array.ForEach(answers, given =>
        {
            isLet = given;
            _dispatcher.Execute("e");
        });
    }

    /// <summary>Or a handler that gets one event in ten, and fails at each, would never be detached.</summary>
    [Fact]
    public void Filter_that_says_no_ends_no_row_of_failures_of_the_handler()
    {
        string now = string.Empty;
        HandlerRegistration handler = _dispatcher.Attach(
            "h",
            "e",
            (in _, _) => throw new InvalidOperationException("boom"),
            options: new()
            {
                Filter = (in _, _) => now == "throws" ? throw new FormatException("bad filter") : now == "yes",
                FailurePolicy = FailurePolicy.DetachAfter(3),
            });

        Emit("yes no no throws no");
        Assert.Equal(1, handler.FailuresInARow);
        Emit("yes no");
        Assert.Equal(2, handler.FailuresInARow);
        Emit("yes");

        Assert.False(handler.IsAttached);

        void Emit(string answers) => Array.ForEach(answers.Split(' '), answer =>
        {
            now = answer;
            _dispatcher.Execute("e");
        });
    }

    [Fact]
    public void Filter_of_a_handler_that_is_gone_is_not_asked()
    {
        int asked = 0;
        Attach((in _, _) => ++asked > 0, default, isBuffered: false).Dispose();

        _dispatcher.Execute("e");

        Assert.Equal(0, asked);
    }

    /// <summary>The filter fails on an emitter's thread while the handler works on another.</summary>
    [Fact]
    public void Filter_that_throws_drops_what_waits_in_the_buffer()
    {
        using var gate = new Gate();
        using var told = new ManualResetEventSlim();
        bool fails = false;
        HandlerRegistration handler = _dispatcher.Attach("h", "e", gate.Handle, options: new()
        {
            Filter = (in _, _) => fails ? throw new FormatException("bad filter") : true,
            Buffer = new() { DrainTimeout = Threads.Patience },
        });
        handler.Detached += (_, _) => told.Set();
        _dispatcher.Execute("e", 0);
        _dispatcher.Execute("e", 1);
        gate.WaitUntilInside();

        fails = true;
        _dispatcher.Execute("e", 2);
        gate.Open();
        Threads.WaitFor(told);

        Assert.Equal("1 delivered, 1 dropped, 0 queued", handler.BufferStatistics!.ToString());
        Assert.Equal(["h"], _reports.FailedIds);
    }

    private HandlerRegistration Attach(HandlerFilter filter, FailurePolicy policy, bool isBuffered) =>
        _dispatcher.Attach("h", "e", _recorder.Handle, options: new()
        {
            Filter = filter,
            FailurePolicy = policy,
            CollectsStatistics = true,
            Buffer = isBuffered ? new() : null,
        });
}
