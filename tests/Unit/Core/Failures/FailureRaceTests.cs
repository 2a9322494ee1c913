using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

[Trait("Category", "Slow")]
public sealed class FailureRaceTests
{
    private const int Emitters = 4;

    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly Recorder _reports = new();
    private int _failed;

    public FailureRaceTests()
    {
        _dispatcher.Attach("report", TelemetryDispatcher.FailureEventName, _reports.Handle);
        _dispatcher.HandlerFailed += (_, _) => Interlocked.Increment(ref _failed);
    }

    /// <summary>The promise: however many emits it fails in at once, a handler has one failure.</summary>
    [Fact]
    public void C26_handler_that_fails_on_many_threads_is_reported_once()
    {
        const int Rounds = 200;
        for (int round = 1; round <= Rounds; round++)
        {
            using var allInside = new Barrier(Emitters);
            _dispatcher.AttachMany("failing", ["a", "b"], (in _, _) =>
            {
                Threads.MeetAt(allInside);
                throw new InvalidOperationException("boom");
            });

            Threads.Run(Emitters, emitter => _dispatcher.Execute(emitter % 2 == 0 ? "a" : "b"));

            Assert.Equal(round, _reports.Count);
            Assert.Equal(round, _failed);
            Assert.Equal(["report"], _dispatcher.Ids());
        }
    }

    /// <summary>The promise: a handler is detached by its failure or by someone else, and reported in the first
    /// case only.</summary>
    [Fact]
    public void Handler_that_fails_while_it_is_detached_is_reported_or_detached_and_not_both()
    {
        int detached = 0;
        const int Rounds = 300;
        for (int round = 0; round < Rounds; round++)
        {
            using var both = new Barrier(2);
            _dispatcher.Attach("failing", "e", (in _, _) =>
            {
                Threads.MeetAt(both);
                throw new InvalidOperationException("boom");
            });

            Threads.Run(
                () => _dispatcher.Execute("e"),
                () =>
                {
                    Threads.MeetAt(both);
                    detached += _dispatcher.Detach("failing") ? 1 : 0;
                });
        }

        Assert.Equal(Rounds, detached + _failed);
        Assert.Equal(_failed, _reports.Count);
    }

    /// <summary>The promise: a failure detaches the very handler that failed, not the one attached since under its
    /// id.</summary>
    [Fact]
    public void C27_late_failure_never_removes_a_newer_handler_of_the_same_id()
    {
        for (int round = 0; round < 300; round++)
        {
            using var both = new Barrier(2);
            HandlerRegistration? newer = null;
            _dispatcher.Attach("id", "e", (in _, _) =>
            {
                Threads.MeetAt(both);
                throw new InvalidOperationException("late");
            });

            Threads.Run(
                () => _dispatcher.Execute("e"),
                () =>
                {
                    Threads.MeetAt(both);
                    _dispatcher.Detach("id");
                    newer = _dispatcher.Attach("id", "e", Handlers.Nothing);
                });

            Assert.True(newer!.IsAttached);
            Assert.Equal(["report", "id"], _dispatcher.Ids());
            newer.Dispose();
        }
    }
}
