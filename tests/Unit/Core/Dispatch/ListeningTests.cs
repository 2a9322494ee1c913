using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

/// <summary>Whether anyone listens (P2), and how tests keep apart (P5).</summary>
public sealed class ListeningTests
{
    private readonly TelemetryDispatcher _dispatcher = new();

    [Fact]
    public void P2_who_listens_is_answered_as_handlers_come_and_go()
    {
        TelemetryEvent known = _dispatcher.GetEvent("a.known");
        Assert.Equal("known:False name:False text:False", Answers());

        HandlerRegistration exact = _dispatcher.Attach("exact", "a.known", Handlers.Nothing);
        Assert.Equal("known:True name:True text:True", Answers());
        HandlerRegistration pattern = _dispatcher.Attach("pattern", EventPattern.Parse("a.*"), Handlers.Nothing);
        exact.Dispose();
        Assert.Equal("known:True name:True text:True", Answers());
        Assert.True(_dispatcher.HasHandlers("a.never.heard.of"));
        pattern.Dispose();
        Assert.Equal("known:False name:False text:False", Answers());
        Assert.False(_dispatcher.HasHandlers("a.never.heard.of"));

        string Answers() =>
            $"known:{known.HasHandlers} name:{_dispatcher.HasHandlers(known.EventName)} text:{_dispatcher.HasHandlers("A.known")}";
    }

    [Fact]
    public void P2_the_question_calls_and_queues_and_builds_nothing()
    {
        int calls = 0;
        HandlerRegistration handler = _dispatcher.AttachMany(
            "h",
            [EventPattern.Parse("a.*"), EventPattern.Parse("b")],
            (in _, _) => calls++,
            options: new() { Filter = (in _, _) => ++calls > 0, Buffer = new(), CollectsStatistics = true });
        TelemetryEvent known = _dispatcher.GetEvent("a.known");
        EventName name = EventName.Parse("b");

        Assert.Equal(0, Allocated.BytesPerCall(() => _ = known.HasHandlers));
        Assert.Equal(0, Allocated.BytesPerCall(() => _dispatcher.HasHandlers(name)));
        Assert.Equal(0, Allocated.BytesPerCall(() => _dispatcher.HasHandlers("a.KNOWN")));
        Assert.Equal(0, Allocated.BytesPerCall(() => _dispatcher.HasHandlers("nobody.listens")));
        handler.Dispose();

        Assert.Equal(0, calls);
        Assert.Equal("0 delivered, 0 dropped, 0 queued", handler.BufferStatistics!.ToString());
    }

    [Fact]
    public void P2_a_handler_that_failed_listens_no_more()
    {
        TelemetryEvent known = _dispatcher.GetEvent("a");
        _dispatcher.Attach("h", EventPattern.Parse("?"), Handlers.Failing);

        known.Execute();

        Assert.False(known.HasHandlers || _dispatcher.HasHandlers("b"));
    }

    [Fact]
    public void P5_disposed_registrations_leave_nothing_behind()
    {
        using (_dispatcher.Attach("exact", "a.b", Handlers.Nothing))
        using (_dispatcher.Attach("pattern", EventPattern.Parse("*"), Handlers.Nothing))
        using (_dispatcher.Attach("buffered", "a.b", Handlers.Nothing, options: new() { Buffer = new() }))
        {
            Assert.Equal(["exact", "pattern", "buffered"], _dispatcher.Ids());
        }

        Assert.Empty(_dispatcher.List());
        Assert.Empty(_dispatcher.ListDetached());
        Assert.False(_dispatcher.HasHandlers("a.b") || _dispatcher.HasHandlers("other"));
    }

    [Fact]
    public void P5_dispatchers_see_nothing_of_each_other()
    {
        var other = new TelemetryDispatcher();
        var mine = new Recorder();
        var theirs = new Recorder();
        int told = 0;
        other.HandlerFailed += (_, _) => told++;
        using IDisposable rule = other.AddPassThrough(_ => true);
        HandlerRegistration same = other.Attach("same", EventPattern.Parse("*"), theirs.Handle);
        other.Attach("report", EventPattern.Parse("telemetry.*"), theirs.Handle);
        _dispatcher.Attach("same", EventPattern.Parse("a.*"), mine.Handle);
        _dispatcher.Attach("failing", "a.b", Handlers.Failing);

        _dispatcher.Execute("a.b");
        _dispatcher.Detach("same");

        Assert.Equal((1, 0, 0), (mine.Count, theirs.Count, told));
        Assert.True(same.IsAttached);
        Assert.Empty(other.ListDetached());
        Assert.Equal("failing", Assert.Single(_dispatcher.ListDetached()).Id);
        Assert.False(other.TryGetEvent("a.b", out _));
        Assert.False(other.ForgetDetached(_dispatcher.ListDetached()[0]));
        Assert.DoesNotContain(TelemetryDispatcher.Default.List(), entry => entry.Id is "same" or "failing");
    }
}
