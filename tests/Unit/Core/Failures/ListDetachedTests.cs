using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

public sealed class ListDetachedTests
{
    private readonly TelemetryDispatcher _dispatcher = new();

    private IEnumerable<string> DetachedIds => _dispatcher.ListDetached().Select(handler => handler.Id);

    [Fact]
    public void P1_handlers_detached_for_failing_are_listed_with_the_reason_the_latest_at_the_end()
    {
        Fail("one");
        Fail("two");

        Assert.Equal(["one", "two"], DetachedIds);
        HandlerRegistration handler = _dispatcher.ListDetached()[1];
        FailureSummary failure = Assert.IsType<FailureSummary>(handler.LastFailure);
        Assert.Equal(("two", "e", "boom", true), (failure.HandlerId, failure.EventName.ToString(), failure.Message, failure.WasDetached));
    }

    [Fact]
    public void P1_handlers_that_left_otherwise_or_are_kept_are_not_listed()
    {
        _dispatcher.Attach("detached", "e", Handlers.Nothing);
        _dispatcher.Detach("detached");
        _dispatcher.Attach("disposed", "e", Handlers.Nothing).Dispose();
        _dispatcher.Attach("replaced", "e", Handlers.Nothing);
        _dispatcher.Replace("replaced", [EventName.Parse("f")], Handlers.Nothing);
        _dispatcher.Attach("kept", "e", Handlers.Failing, options: new() { FailurePolicy = FailurePolicy.Keep });
        _dispatcher.Execute("e");

        Assert.Empty(DetachedIds);
    }

    [Fact]
    public void P1_no_more_than_the_last_hundred_are_remembered()
    {
        for (int i = 0; i < TelemetryDispatcher.MaxDetachedHandlers + 20; i++)
        {
            Fail($"h{i}");
        }

        Assert.Equal(100, TelemetryDispatcher.MaxDetachedHandlers);
        Assert.Equal(Enumerable.Range(20, 100).Select(i => $"h{i}"), DetachedIds);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void P1_id_that_is_attached_anew_leaves_the_list_and_comes_back_at_its_end(bool forced)
    {
        Fail("one");
        Fail("two");

        if (forced)
        {
            _dispatcher.Replace("ONE", [EventName.Parse("e")], Handlers.Failing);
        }
        else
        {
            _dispatcher.Attach("One", "e", Handlers.Failing);
        }

        Assert.Equal(["two"], DetachedIds);
        _dispatcher.Execute("e");
        Assert.Equal(["two", forced ? "ONE" : "One"], DetachedIds);
    }

    [Fact]
    public void P1_refused_attach_changes_nothing_in_the_list()
    {
        Fail("one");

        Assert.Throws<ArgumentException>(() => _dispatcher.AttachMany("one", Array.Empty<EventName>(), Handlers.Nothing));

        Assert.Equal(["one"], DetachedIds);
    }

    [Fact]
    public void P1_handler_is_forgotten_on_demand_by_identity()
    {
        HandlerRegistration older = Fail("one");
        HandlerRegistration newer = Fail("one");
        Fail("two");

        Assert.False(_dispatcher.ForgetDetached(older));
        Assert.True(_dispatcher.ForgetDetached(newer));
        Assert.False(_dispatcher.ForgetDetached(newer));
        Assert.Equal(["two"], DetachedIds);
        Assert.Throws<ArgumentNullException>("handler", () => _dispatcher.ForgetDetached(null!));
    }

    [Fact]
    public void P1_list_is_a_snapshot()
    {
        Fail("one");
        IReadOnlyList<HandlerRegistration> list = _dispatcher.ListDetached();

        Fail("two");

        Assert.Single(list);
        Assert.Equal(["one", "two"], DetachedIds);
    }

    private HandlerRegistration Fail(string id)
    {
        HandlerRegistration handler = _dispatcher.Attach(id, "e", Handlers.Failing);
        _dispatcher.Execute("e");
        return handler;
    }
}
