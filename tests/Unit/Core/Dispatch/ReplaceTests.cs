using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

public sealed class ReplaceTests
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly List<string> _calls = [];
    private readonly EventName _a = EventName.Parse("a");
    private readonly EventName _b = EventName.Parse("b");
    private readonly EventName _c = EventName.Parse("c");

    [Fact]
    public void Replace_of_an_unknown_id_attaches()
    {
        HandlerRegistration registration = _dispatcher.Replace("h", [_a], Handlers.Writes(_calls, "new"), "config");

        _dispatcher.Execute("a");

        Assert.Equal(["new"], _calls);
        Assert.True(registration.IsAttached);
        Assert.Equal("config", registration.Config);
    }

    [Fact]
    public void Replace_puts_the_new_handler_in_the_old_ones_place_and_leaves_its_other_events()
    {
        HandlerRegistration old = _dispatcher.AttachMany("h", [_a, _b], Handlers.Writes(_calls, "old"));

        HandlerRegistration replacement = _dispatcher.Replace("H", [_b, _c], Handlers.Writes(_calls, "new"));
        _dispatcher.Execute("a");
        Assert.Empty(_calls);
        _dispatcher.Execute("b");
        _dispatcher.Execute("c");

        Assert.Equal(["new", "new"], _calls);
        Assert.False(old.IsAttached);
        Assert.True(replacement.IsAttached);
        Assert.False(_dispatcher.HasHandlers("a"));
        Assert.Equal("H (b), H (c)", string.Join(", ", _dispatcher.List()));
        Assert.Empty(_dispatcher.List("a"));
    }

    [Fact]
    public void Replaced_registration_does_not_detach_the_new_one()
    {
        HandlerRegistration old = _dispatcher.Attach("h", _a, Handlers.Writes(_calls, "old"));
        HandlerRegistration replacement = _dispatcher.Replace("h", [_a], Handlers.Writes(_calls, "new"));

        old.Dispose();
        _dispatcher.Execute("a");
        Assert.Equal(["new"], _calls);

        Assert.True(_dispatcher.Detach("h"));
        Assert.False(replacement.IsAttached);
        Assert.Empty(_dispatcher.List());
    }

    [Fact]
    public void Replacement_stands_last_in_attach_order()
    {
        _dispatcher.Attach("h", _a, Handlers.Writes(_calls, "old"));
        _dispatcher.Attach("other", _a, Handlers.Writes(_calls, "other"));

        _dispatcher.Replace("h", [_a], Handlers.Writes(_calls, "new"));
        _dispatcher.Execute("a");

        Assert.Equal(["other", "new"], _calls);
        Assert.Equal(["other", "h"], _dispatcher.Ids());
    }

    [Fact]
    public void Handler_replaced_by_an_earlier_one_still_runs_in_that_emit_and_the_new_one_does_not()
    {
        _dispatcher.Attach("first", _a, (in _, _) => _dispatcher.Replace("h", [_a], Handlers.Writes(_calls, "new")));
        _dispatcher.Attach("h", _a, Handlers.Writes(_calls, "old"));

        _dispatcher.Execute("a");

        Assert.Equal(["old"], _calls);
    }

    [Fact]
    public void Bad_replacement_leaves_the_old_handler()
    {
        _dispatcher.Attach("h", _a, Handlers.Writes(_calls, "old"));

        Assert.Throws<ArgumentException>(() => _dispatcher.Replace("h", Array.Empty<EventName>(), Handlers.Failing));
        Assert.Throws<ArgumentNullException>(() => _dispatcher.Replace("h", [_a, null!], Handlers.Failing));
        Assert.Throws<ArgumentNullException>(() => _dispatcher.Replace("h", [_a], null!));
        _dispatcher.Execute("a");

        Assert.Equal(["old"], _calls);
    }
}
