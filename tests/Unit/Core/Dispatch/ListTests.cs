using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

public sealed class ListTests
{
    private readonly TelemetryDispatcher _dispatcher = new();

    [Fact]
    public void C12_entry_has_id_event_handler_and_config()
    {
        var config = new object();
        HandlerRegistration registration = _dispatcher.Attach("h", "web.hit", Handlers.Nothing, config);

        HandlerInfo entry = Assert.Single(_dispatcher.List());

        Assert.Equal("h", entry.Id);
        Assert.Equal(EventName.Parse("web.hit"), entry.EventName);
        Assert.Same(Handlers.Nothing, entry.Handler);
        Assert.Same(config, entry.Config);
        Assert.Same(registration, entry.Registration);
        Assert.Equal("h (web.hit)", entry.ToString());
    }

    [Theory]
    [InlineData(null, "web.request web.request.done web.request.start website.hit other")]
    [InlineData("web", "web.request web.request.done web.request.start")]
    [InlineData("web.request", "web.request web.request.done web.request.start")]
    [InlineData("web.request.done", "web.request.done")]
    [InlineData("web.request.done.late", "")]
    [InlineData("we", "")]
    [InlineData("web.req", "")]
    [InlineData("request", "")]
    [InlineData("website", "website.hit")]
    [InlineData("unknown", "")]
    public void C12_prefix_goes_by_segment(string? prefix, string expected)
    {
        _dispatcher.AttachMany(
            "h", ["web.request", "web.request.done", "web.request.start", "website.hit", "other"], Handlers.Nothing);

        IReadOnlyList<HandlerInfo> entries = prefix is null ? _dispatcher.List() : _dispatcher.List(prefix);

        Assert.Equal(expected, string.Join(' ', entries.Select(entry => entry.EventName)));
    }

    [Fact]
    public void C12_handler_has_an_entry_for_each_of_its_events_and_an_event_for_each_of_its_handlers()
    {
        _dispatcher.AttachMany("one", ["a", "b"], Handlers.Nothing);
        _dispatcher.Attach("two", "a", Handlers.Nothing);

        Assert.Equal("one (a), one (b), two (a)", string.Join(", ", _dispatcher.List()));
        Assert.Equal("one (a), two (a)", string.Join(", ", _dispatcher.List("a")));
    }

    [Fact]
    public void C12_list_is_a_snapshot()
    {
        _dispatcher.Attach("h", "e", Handlers.Nothing);
        IReadOnlyList<HandlerInfo> before = _dispatcher.List();

        _dispatcher.Detach("h");

        Assert.Single(before);
        Assert.Empty(_dispatcher.List());
    }

    [Fact]
    public void C12_what_was_detached_below_a_prefix_is_gone_and_comes_back_when_attached_anew()
    {
        _dispatcher.Attach("deep", "a.b.c.d", Handlers.Nothing);
        _dispatcher.Attach("middle", "a.b", Handlers.Nothing);

        _dispatcher.Detach("deep");
        Assert.Equal("middle (a.b)", string.Join(", ", _dispatcher.List("a")));
        _dispatcher.Detach("middle");
        Assert.Empty(_dispatcher.List("a"));

        _dispatcher.Attach("deep", "a.b.c.d", Handlers.Nothing);
        Assert.Equal("deep (a.b.c.d)", string.Join(", ", _dispatcher.List("a.b.c")));
    }

    [Fact]
    public void C13_entries_come_in_attach_order()
    {
        _dispatcher.Attach("c", "z.last", Handlers.Nothing);
        _dispatcher.AttachMany("a", ["m", "b", "z.last"], Handlers.Nothing);
        _dispatcher.Attach("b", "a.first", Handlers.Nothing);

        Assert.Equal("c (z.last), a (m), a (b), a (z.last), b (a.first)", string.Join(", ", _dispatcher.List()));
    }

    [Fact]
    public void C13_calls_come_in_attach_order()
    {
        var calls = new List<string>();
        string[] ids = ["m", "z", "a", "k", "b"];
        foreach (string id in ids)
        {
            _dispatcher.Attach(id, "e", Handlers.Writes(calls, id));
        }

        _dispatcher.Execute("e");

        Assert.Equal(ids, calls);
    }

    [Fact]
    public void C13_handler_attached_anew_comes_last()
    {
        var calls = new List<string>();
        foreach (string id in (string[])["a", "b", "c"])
        {
            _dispatcher.Attach(id, "e", Handlers.Writes(calls, id));
        }

        _dispatcher.Detach("a");
        _dispatcher.Attach("a", "e", Handlers.Writes(calls, "a"));
        _dispatcher.Execute("e");

        Assert.Equal(["b", "c", "a"], calls);
        Assert.Equal(["b", "c", "a"], _dispatcher.Ids());
    }
}
