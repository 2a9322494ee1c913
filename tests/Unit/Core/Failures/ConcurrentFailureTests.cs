using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

public sealed class ConcurrentFailureTests
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly Recorder _reports = new();
    private readonly Recorder _calls = new();

    public ConcurrentFailureTests() =>
        _dispatcher.Attach("report", TelemetryDispatcher.FailureEventName, _reports.Handle);

    [Fact]
    public void C26_concurrent_failures_of_one_handler_are_one_failure()
    {
        const int Emitters = 4;
        int failures = 0;
        using var allInside = new Barrier(Emitters);
        _dispatcher.HandlerFailed += (_, _) => Interlocked.Increment(ref failures);
        _dispatcher.Attach("failing", "e", (in data, config) =>
        {
            _calls.Handle(in data, config);
            Threads.MeetAt(allInside);
            throw new InvalidOperationException("boom");
        });

        Threads.Run(Emitters, _ => _dispatcher.Execute("e"));

        Assert.Equal(Emitters, _calls.Count);
        Assert.Equal(["failing"], _reports.FailedIds);
        Assert.Equal(1, failures);
        Assert.Equal(["report"], _dispatcher.Ids());
    }

    [Fact]
    public void C26_handler_that_fails_after_it_was_detached_is_not_reported()
    {
        _dispatcher.Attach("failing", "e", (in _, _) =>
        {
            _dispatcher.Detach("failing");
            throw new InvalidOperationException("boom");
        });

        _dispatcher.Execute("e");

        Assert.Equal(0, _reports.Count);
    }

    [Fact]
    public void C27_late_failure_leaves_a_newer_handler_of_the_same_id()
    {
        using var inside = new ManualResetEventSlim();
        using var attachedAnew = new ManualResetEventSlim();
        HandlerRegistration old = _dispatcher.Attach("id", "e", (in _, _) =>
        {
            inside.Set();
            Threads.WaitFor(attachedAnew);
            throw new InvalidOperationException("late");
        });
        HandlerRegistration? newer = null;

        Threads.Run(
            () => _dispatcher.Execute("e"),
            () =>
            {
                Threads.WaitFor(inside);
                _dispatcher.Detach("id");
                newer = _dispatcher.Attach("id", "e", _calls.Handle);
                attachedAnew.Set();
            });
        _dispatcher.Execute("e");

        Assert.False(old.IsAttached);
        Assert.True(newer!.IsAttached);
        Assert.Equal(1, _calls.Count);
        Assert.Equal(0, _reports.Count);
        Assert.Same(newer, _dispatcher.List("e")[0].Registration);
    }

    [Fact]
    public void C27_late_failure_leaves_the_handler_that_replaced_it()
    {
        _dispatcher.Attach("id", "e", (in _, _) =>
        {
            _dispatcher.Replace("id", [EventName.Parse("e")], _calls.Handle);
            throw new InvalidOperationException("late");
        });

        _dispatcher.Execute("e");
        _dispatcher.Execute("e");

        Assert.Equal(1, _calls.Count);
        Assert.Equal(["report", "id"], _dispatcher.Ids());
    }

    [Fact]
    public void C27_late_dispose_leaves_a_newer_handler_of_the_same_id()
    {
        HandlerRegistration old = _dispatcher.Attach("id", "e", Handlers.Nothing);
        _dispatcher.Detach("id");
        _dispatcher.Attach("id", "e", _calls.Handle);

        old.Dispose();
        _dispatcher.Execute("e");

        Assert.Equal(1, _calls.Count);
    }
}
