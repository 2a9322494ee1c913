using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

public sealed class OnceTests
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly Recorder _recorder = new();
    private readonly Recorder _reports = new();

    public OnceTests() => _dispatcher.Attach("report", TelemetryDispatcher.FailureEventName, _reports.Handle);

    [Fact]
    public void Handler_is_called_once_and_leaves_all_its_events()
    {
        HandlerRegistration handler = _dispatcher.AttachMany(
            "h", [EventPattern.Parse("a"), EventPattern.Parse("b.*")], _recorder.Handle, options: new() { Once = true });

        Assert.True(handler.IsAttached);
        _dispatcher.Execute("b.c", 1);
        _dispatcher.Execute("a", 2);
        _dispatcher.Execute("b.d", 3);

        Assert.Equal("b.c { value = 1 } { }", _recorder.Single().ToString());
        Assert.False(handler.IsAttached);
        Assert.False(_dispatcher.HasHandlers("a"));
        Assert.False(_dispatcher.HasHandlers("b.e"));
        Assert.Equal(["report"], _dispatcher.Ids());
        Assert.Empty(_dispatcher.ListDetached());
    }

    [Fact]
    public void Event_that_the_call_emits_again_does_not_reach_the_handler()
    {
        int calls = 0;
        bool isAttached = true;
        HandlerRegistration? handler = null;
        handler = _dispatcher.Attach(
            "h",
            "e",
            (in _, _) =>
            {
                calls++;
                isAttached = handler!.IsAttached;
                _dispatcher.Execute("e");
            },
            options: new() { Once = true });

        _dispatcher.Execute("e");

        Assert.Equal(1, calls);
        Assert.False(isAttached);
    }

    [Fact]
    public void Subscribers_are_told_after_the_call()
    {
        var log = new List<string>();
        HandlerRegistration handler = _dispatcher.Attach("h", "e", Handlers.Writes(log, "called"), options: new() { Once = true });
        handler.Detached += (_, _) => log.Add("detached");
        using HandlerWatch watch = _dispatcher.WatchHandlers(EventName.Parse("e"), has => log.Add($"{has}"));

        _dispatcher.Execute("e");

        Assert.Equal(["True", "called", "False", "detached"], log);
    }

    public static TheoryData<FailurePolicy> Policies => [FailurePolicy.Detach, FailurePolicy.Keep, FailurePolicy.DetachAfter(3)];

    [Theory]
    [MemberData(nameof(Policies))]
    public void Call_that_fails_is_the_only_one_and_is_reported(FailurePolicy policy)
    {
        int detached = 0;
        HandlerRegistration handler = _dispatcher.Attach(
            "h", "e", Handlers.Failing, options: new() { Once = true, FailurePolicy = policy, CollectsStatistics = true });
        handler.Detached += (_, _) => detached++;

        _dispatcher.Execute("e");
        _dispatcher.Execute("e");

        Assert.Equal(["h"], _reports.FailedIds);
        Assert.True((bool)_reports.Single().Metadata["detached"].ToObject()!);
        Assert.Equal((1, 1, 1), (handler.Statistics!.Calls, handler.Statistics.Failures, detached));
        Assert.Equal("boom", Assert.Single(_dispatcher.ListDetached()).LastFailure!.Message);
    }

    [Fact]
    public void Failing_call_out_of_a_buffer_is_reported()
    {
        using var ended = new ManualResetEventSlim();
        HandlerRegistration handler = _dispatcher.Attach(
            "h", "e", Handlers.Failing, options: new() { Once = true, Buffer = new(), FailurePolicy = FailurePolicy.Keep });
        handler.Detached += (_, _) => ended.Set();

        _dispatcher.Execute("e");
        _dispatcher.Execute("e");
        Threads.WaitFor(ended);

        Assert.Equal(["h"], _reports.FailedIds);
        Assert.Equal("1 delivered, 0 dropped, 0 queued", handler.BufferStatistics!.ToString());
        Assert.Same(handler, Assert.Single(_dispatcher.ListDetached()));
    }

    [Fact]
    public void Handler_with_the_same_id_that_the_call_attaches_stays_when_the_call_fails()
    {
        _dispatcher.Attach(
            "h",
            "e",
            (in _, _) =>
            {
                _dispatcher.Attach("h", "e", _recorder.Handle);
                throw new InvalidOperationException("boom");
            },
            options: new() { Once = true });

        _dispatcher.Execute("e");
        _dispatcher.Execute("e");

        Assert.Equal(1, _recorder.Count);
        Assert.Equal(["h"], _reports.FailedIds);
        Assert.Empty(_dispatcher.ListDetached());
    }

    [Fact]
    public void Exception_of_the_host_in_the_call_notifies_of_the_detaching()
    {
        int detached = 0;
        using IDisposable rule = _dispatcher.AddPassThrough(e => e is OperationCanceledException);
        HandlerRegistration handler = _dispatcher.Attach(
            "h", "e", (in _, _) => throw new OperationCanceledException(), options: new() { Once = true });
        handler.Detached += (_, _) => detached++;

        Assert.Throws<OperationCanceledException>(() => _dispatcher.Execute("e"));

        Assert.Equal((1, 0), (detached, _reports.Count));
    }

    [Fact]
    public void Filter_that_fails_is_not_the_call()
    {
        bool fails = true;
        HandlerRegistration handler = _dispatcher.Attach("h", "e", _recorder.Handle, options: new()
        {
            Once = true,
            FailurePolicy = FailurePolicy.DetachAfter(3),
            Filter = (in _, _) => !fails ? true : throw new FormatException("bad filter"),
        });

        _dispatcher.Execute("e");
        Assert.True(handler.IsAttached);
        fails = false;
        _dispatcher.Execute("e");
        _dispatcher.Execute("e");

        Assert.Equal(1, _recorder.Count);
        Assert.False(_reports.Single().Metadata["detached"].TryGetBoolean(out bool detached) && detached);
    }

    [Fact]
    public void Refused_emit_of_the_call_is_its_failure()
    {
        HandlerRegistration handler = _dispatcher.Attach(
            "once", "e", (in _, _) => _dispatcher.Execute("loop"), options: new() { Once = true });
        _dispatcher.Attach("loop", "loop", (in _, _) => _dispatcher.Execute("loop"));
        int detached = 0;
        handler.Detached += (_, _) => detached++;

        _dispatcher.Execute("e");

        Assert.Equal(1, detached);
        Assert.Equal(["loop"], _reports.FailedIds);
    }
}
