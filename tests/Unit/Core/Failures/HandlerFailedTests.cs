using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

public sealed class HandlerFailedTests
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly List<string> _told = [];

    [Fact]
    public void Host_is_told_who_failed_at_which_event_and_why()
    {
        var reason = new InvalidOperationException("boom");
        HandlerFailure? failure = null;
        object? sender = null;
        HandlerRegistration failing = _dispatcher.Attach("failing", "Job.Done", (in _, _) => throw reason);
        _dispatcher.HandlerFailed += (from, reported) => (sender, failure) = (from, reported);

        _dispatcher.Execute("job.done", [new("items", 3)], [new("queue", "mail")]);

        Assert.Same(_dispatcher, sender);
        Assert.Same(failing, failure!.Handler);
        Assert.Same(reason, failure.Exception);
        Assert.Equal("Job.Done { items = 3 } { queue = mail }", failure.Record.ToString());
        Assert.Equal("Handler 'failing' failed at event 'Job.Done' and was detached: boom", failure.ToString());
    }

    [Fact]
    public void Host_is_told_on_the_thread_that_emits()
    {
        int toldOn = 0;
        int emittedOn = 0;
        _dispatcher.Attach("failing", "e", Handlers.Failing);
        _dispatcher.HandlerFailed += (_, _) => toldOn = Environment.CurrentManagedThreadId;

        Threads.Run(() =>
        {
            emittedOn = Environment.CurrentManagedThreadId;
            _dispatcher.Execute("e");
        });

        Assert.NotEqual(0, toldOn);
        Assert.Equal(emittedOn, toldOn);
    }

    [Fact]
    public void Subscriber_that_throws_disturbs_neither_emitter_nor_handlers_nor_other_subscribers()
    {
        _dispatcher.HandlerFailed += (_, _) => throw new InvalidOperationException("subscriber");
        _dispatcher.HandlerFailed += (_, failure) => _told.Add(failure.Handler.Id);
        _dispatcher.Attach("failing", "e", Handlers.Failing);
        _dispatcher.Attach("failing-too", "e", Handlers.Failing);
        _dispatcher.Attach("next", "e", Handlers.Writes(_told, "next ran"));

        _dispatcher.Execute("e");

        Assert.Equal(["failing", "failing-too", "next ran"], _told);
    }

    [Fact]
    public void Subscriber_that_is_gone_is_not_told()
    {
        void Tell(object? sender, HandlerFailure failure) => _told.Add(failure.Handler.Id);
        _dispatcher.HandlerFailed += Tell;
        _dispatcher.HandlerFailed -= Tell;
        _dispatcher.Attach("failing", "e", Handlers.Failing);

        _dispatcher.Execute("e");

        Assert.Empty(_told);
    }

    [Fact]
    public void Subscriber_may_emit_and_attach()
    {
        _dispatcher.Attach("failing", "e", Handlers.Failing);
        _dispatcher.Attach("failing-too", "f", Handlers.Failing);
        _dispatcher.HandlerFailed += (_, failure) =>
        {
            _told.Add(failure.Handler.Id);
            _dispatcher.Execute("f");
            _dispatcher.Replace("fallback", [EventName.Parse("e")], Handlers.Writes(_told, "fallback ran"));
        };

        _dispatcher.Execute("e");
        _dispatcher.Execute("e");

        Assert.Equal(["failing", "failing-too", "fallback ran"], _told);
    }

    [Fact]
    public void Exception_that_cannot_be_read_is_reported_all_the_same()
    {
        var reports = new Recorder();
        _dispatcher.HandlerFailed += (_, failure) => _told.Add(failure.ToString());
        _dispatcher.Attach("failing", "e", (in _, _) => throw new UnreadableException());
        _dispatcher.Attach("report", TelemetryDispatcher.FailureEventName, reports.Handle);
        using var log = new LogListener();

        _dispatcher.Execute("e");

        Assert.Equal(["failing"], reports.FailedIds);
        Assert.Equal(typeof(UnreadableException).FullName, reports.Single().Metadata["kind"].ToString());
        Assert.StartsWith("Handler 'failing' failed at event 'e'", Assert.Single(_told), StringComparison.Ordinal);
    }

    private sealed class UnreadableException : Exception
    {
        public override string Message => throw new NotSupportedException();

        public override string StackTrace => throw new NotSupportedException();

        public override string ToString() => throw new NotSupportedException();
    }
}
