using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

public sealed class CaseTests
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly Recorder _recorder = new();

    [Fact]
    public void C08_event_names_compare_without_regard_to_case()
    {
        _dispatcher.Attach("h", "Web.Request", _recorder.Handle);

        _dispatcher.Execute("web.request");
        _dispatcher.Execute(EventName.Parse("WEB.REQUEST"));

        Assert.Equal(2, _recorder.Count);
        Assert.True(_dispatcher.HasHandlers("wEB.rEQUEST"));
        Assert.Same(_dispatcher.GetEvent("Web.Request"), _dispatcher.GetEvent("web.request"));
        Assert.Single(_dispatcher.List("WEB"));
    }

    [Fact]
    public void C08_event_keeps_the_spelling_first_given()
    {
        _dispatcher.Attach("h", "Web.Request", _recorder.Handle);
        _dispatcher.Attach("i", "WEB.REQUEST", Handlers.Nothing);

        _dispatcher.Execute("web.request");

        Assert.Equal("Web.Request", _recorder.Single().EventName.ToString().ToString());
        Assert.All(_dispatcher.List(), entry => Assert.Equal("Web.Request", entry.Pattern.ToString()));
        Assert.Equal("Web.Request", _dispatcher.GetEvent("web.request").ToString());
    }

    [Fact]
    public void C08_handler_ids_compare_without_regard_to_case_and_keep_their_spelling()
    {
        _dispatcher.Attach("My-Handler", "e", _recorder.Handle);

        Assert.Throws<HandlerAlreadyExistsException>(() => _dispatcher.Attach("MY-HANDLER", "f", Handlers.Nothing));
        Assert.True(_dispatcher.TryGetHandler("my-handler", out HandlerRegistration? found));
        Assert.Equal("My-Handler", found.Id);
        Assert.Equal(["My-Handler"], _dispatcher.Ids());
        Assert.True(_dispatcher.Detach("my-HANDLER"));
        Assert.Empty(_dispatcher.List());
    }

    [Fact]
    public void C08_comparison_is_ordinal()
    {
        // Equal to a culture, different to a computer: composed and decomposed, and a ligature.
        _dispatcher.Attach("caf\u00E9", "caf\u00E9", _recorder.Handle);

        _dispatcher.Attach("cafe\u0301", "cafe\u0301", Handlers.Nothing);
        _dispatcher.Execute("cafe\u0301");

        Assert.Equal(0, _recorder.Count);
        Assert.NotEqual(EventName.Parse("stra\u00DFe"), EventName.Parse("strasse"));
    }
}
