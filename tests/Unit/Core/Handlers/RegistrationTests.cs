using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

public sealed class RegistrationTests
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly Recorder _recorder = new();

    [Fact]
    public void Registration_says_what_was_attached()
    {
        var config = new object();
        HandlerRegistration registration = _dispatcher.AttachMany("h", ["a.b", "c"], Handlers.Nothing, config);

        Assert.Equal("h", registration.Id);
        Assert.Same(Handlers.Nothing, registration.Handler);
        Assert.Same(config, registration.Config);
        Assert.Equal("h (a.b, c)", registration.ToString());
        Assert.True(_dispatcher.TryGetHandler("h", out HandlerRegistration? found));
        Assert.Same(registration, found);
    }

    [Fact]
    public void Dispose_detaches_from_all_events_and_once()
    {
        HandlerRegistration registration = _dispatcher.AttachMany("h", ["a", "b"], _recorder.Handle);

        registration.Dispose();
        registration.Dispose();
        _dispatcher.Execute("a");
        _dispatcher.Execute("b");

        Assert.Equal(0, _recorder.Count);
        Assert.False(registration.IsAttached);
        Assert.Empty(_dispatcher.List());
        Assert.False(_dispatcher.TryGetHandler("h", out HandlerRegistration? found));
        Assert.Null(found);
    }

    [Fact]
    public void Dispose_inside_the_handler_is_allowed()
    {
        HandlerRegistration? registration = null;
        registration = _dispatcher.Attach("h", "e", (in data, config) =>
        {
            _recorder.Handle(in data, config);
            registration!.Dispose();
        });

        _dispatcher.Execute("e");
        _dispatcher.Execute("e");

        Assert.Equal(1, _recorder.Count);
    }

    [Fact]
    public void Handler_may_attach_and_detach_others_while_it_runs()
    {
        _dispatcher.Attach("victim", "other", Handlers.Nothing);
        _dispatcher.Attach("h", "e", (in _, _) =>
        {
            _dispatcher.Detach("victim");
            _dispatcher.Attach("new", "new", _recorder.Handle);
            _dispatcher.Execute("new");
        });

        _dispatcher.Execute("e");

        Assert.Equal(["h", "new"], _dispatcher.Ids());
        Assert.Equal(1, _recorder.Count);
    }

    [Fact]
    public void Unknown_handler_is_not_found()
    {
        Assert.False(_dispatcher.TryGetHandler("unknown", out HandlerRegistration? found));
        Assert.Null(found);
        Assert.Throws<ArgumentNullException>("id", () => _dispatcher.TryGetHandler(null!, out _));
    }
}
