using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

public sealed class DetachTests
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly Recorder _recorder = new();

    [Fact]
    public void C10_detached_handler_is_not_called_again_at_any_of_its_events()
    {
        _dispatcher.AttachMany("h", ["a", "b.c", "d"], _recorder.Handle);

        Assert.True(_dispatcher.Detach("h"));
        _dispatcher.Execute("a");
        _dispatcher.Execute("b.c");
        _dispatcher.Execute("d");

        Assert.Equal(0, _recorder.Count);
        Assert.Empty(_dispatcher.List());
        Assert.False(_dispatcher.HasHandlers("b.c"));
        Assert.False(_dispatcher.TryGetHandler("h", out _));
    }

    [Fact]
    public void C10_detach_leaves_the_other_handlers()
    {
        var calls = new List<string>();
        foreach (string id in (string[])["one", "two", "three"])
        {
            _dispatcher.AttachMany(id, ["a", "b"], Handlers.Writes(calls, id));
        }

        _dispatcher.Detach("two");
        _dispatcher.Execute("a");
        _dispatcher.Execute("b");

        Assert.Equal(["one", "three", "one", "three"], calls);
    }

    [Fact]
    public void C10_registration_says_that_it_is_detached()
    {
        HandlerRegistration registration = _dispatcher.Attach("h", "e", Handlers.Nothing);

        _dispatcher.Detach("h");

        Assert.False(registration.IsAttached);
    }

    [Fact]
    public void C11_unknown_id_is_reported()
    {
        _dispatcher.Attach("h", "e", _recorder.Handle);

        Assert.False(_dispatcher.Detach("unknown"));
        Assert.False(_dispatcher.Detach(string.Empty));
        Assert.False(_dispatcher.Detach("e"));
        Assert.Throws<ArgumentNullException>("id", () => _dispatcher.Detach(null!));

        Assert.Equal(["h"], _dispatcher.Ids());
    }

    [Fact]
    public void C11_second_detach_is_reported()
    {
        _dispatcher.Attach("h", "e", _recorder.Handle);

        Assert.True(_dispatcher.Detach("h"));
        Assert.False(_dispatcher.Detach("h"));
    }

    [Fact]
    public void C11_detach_after_dispose_is_reported()
    {
        _dispatcher.Attach("h", "e", _recorder.Handle).Dispose();

        Assert.False(_dispatcher.Detach("h"));
    }
}
