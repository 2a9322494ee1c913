using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

public sealed class RefusedAttachTests
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly Recorder _recorder = new();

    public static TheoryData<string> BadNames =>
    [
        string.Empty, ".", ".a", "a.", "a..b",
        " ", "a b", "a. b", "a\tb", "a\nb", "a\u00A0b",
        "a\u0000b", "a\u007Fb",
        "a.*", "a?", "[a", "a]",
    ];

    [Theory]
    [InlineData("e")]
    [InlineData("other")]
    public void C03_used_id_is_refused_at_any_event_and_changes_nothing(string eventName)
    {
        _dispatcher.Attach("id", "e", _recorder.Handle, "first");

        var refused = Assert.Throws<HandlerAlreadyExistsException>(
            () => _dispatcher.Attach("id", eventName, Handlers.Failing));

        Assert.Equal("id", refused.HandlerId);
        Assert.Contains("'id'", refused.Message, StringComparison.Ordinal);
        AssertOnlyTheFirstIsAttached();
    }

    [Theory]
    [InlineData("e")]
    [InlineData("other")]
    public void C03_try_attach_reports_a_used_id_and_changes_nothing(string eventName)
    {
        EventName name = EventName.Parse(eventName);
        _dispatcher.Attach("id", "e", _recorder.Handle, "first");

        Assert.False(_dispatcher.TryAttach("id", name, Handlers.Failing, null, out HandlerRegistration? one));
        Assert.False(_dispatcher.TryAttachMany("id", [name], Handlers.Failing, null, out HandlerRegistration? many));

        Assert.Null(one);
        Assert.Null(many);
        AssertOnlyTheFirstIsAttached();
    }

    [Fact]
    public void C03_id_is_free_again_after_detach()
    {
        _dispatcher.Attach("id", "e", Handlers.Failing);
        _dispatcher.Detach("id");

        _dispatcher.Attach("id", "e", _recorder.Handle);
        _dispatcher.Execute("e");

        Assert.Equal(1, _recorder.Count);
    }

    [Fact]
    public void C04_used_id_attaches_to_none_of_many_events()
    {
        _dispatcher.Attach("id", "e", _recorder.Handle, "first");

        Assert.Throws<HandlerAlreadyExistsException>(
            () => _dispatcher.AttachMany("id", ["other", "another"], Handlers.Failing));

        AssertOnlyTheFirstIsAttached();
        Assert.False(_dispatcher.TryGetEvent("another", out _));
    }

    [Fact]
    public void C04_bad_name_attaches_to_none_of_many_events()
    {
        Assert.Throws<FormatException>(
            () => _dispatcher.AttachMany("id", ["good", "bad name", "good.too"], _recorder.Handle));
        Assert.Throws<ArgumentNullException>(
            () => _dispatcher.AttachMany("id", [EventName.Parse("good"), null!], _recorder.Handle));

        _dispatcher.Execute("good");

        Assert.Empty(_dispatcher.List());
        Assert.False(_dispatcher.TryGetHandler("id", out _));
        Assert.False(_dispatcher.TryGetEvent("good", out _));
        Assert.Equal(0, _recorder.Count);
    }

    [Fact]
    public void C05_no_events_is_an_argument_error()
    {
        EventName[] none = [];
        string[] noTexts = [];
        const string Parameter = "eventNames";

        Assert.Throws<ArgumentException>(Parameter, () => _dispatcher.AttachMany("id", none, Handlers.Nothing));
        Assert.Throws<ArgumentException>(Parameter, () => _dispatcher.AttachMany("id", noTexts, Handlers.Nothing));
        Assert.Throws<ArgumentException>(
            Parameter, () => _dispatcher.TryAttachMany("id", none, Handlers.Nothing, null, out _));
        Assert.Throws<ArgumentException>(Parameter, () => _dispatcher.Replace("id", none, Handlers.Nothing));

        Assert.False(_dispatcher.TryGetHandler("id", out _));
    }

    [Fact]
    public void C06_same_event_twice_in_a_list_counts_once()
    {
        HandlerRegistration registration = _dispatcher.AttachMany("id", ["a", "b", "A", "a"], _recorder.Handle);

        _dispatcher.Execute("a");

        Assert.Equal(1, _recorder.Count);
        Assert.Equal("a b", string.Join(' ', registration.Patterns));
        Assert.Equal(2, _dispatcher.List().Count);
    }

    [Theory]
    [MemberData(nameof(BadNames))]
    public void C07_bad_name_is_refused_at_attach(string name)
    {
        Assert.Throws<FormatException>(() => _dispatcher.Attach("id", name, Handlers.Nothing));
        Assert.Throws<FormatException>(() => _dispatcher.AttachMany("id", [name], Handlers.Nothing));
        Assert.False(_dispatcher.TryGetHandler("id", out _));
    }

    [Theory]
    [MemberData(nameof(BadNames))]
    public void C07_bad_name_is_refused_at_execute(string name)
    {
        Assert.Throws<FormatException>(() => _dispatcher.Execute(name));
        Assert.Throws<FormatException>(() => _dispatcher.Execute(name, 1));
        Assert.Throws<FormatException>(() => _dispatcher.Execute(name, new Dictionary<string, MeasurementValue>()));
        Assert.Throws<FormatException>(() => _dispatcher.GetEvent(name));
        Assert.Throws<FormatException>(() => _dispatcher.HasHandlers(name));
    }

    [Theory]
    [MemberData(nameof(BadNames))]
    public void C07_bad_name_is_refused_when_listing(string name) =>
        Assert.Throws<FormatException>(() => _dispatcher.List(name));

    [Fact]
    public void C07_name_is_given_as_segments_too()
    {
        var name = EventName.FromSegments("web", "request", "done");
        _dispatcher.Attach("id", name, _recorder.Handle);

        _dispatcher.Execute("web.request.done");

        Assert.Equal("web.request.done", _recorder.Single().EventName.ToString());
        Assert.Equal(["web", "request", "done"], name.Segments);
        Assert.Throws<FormatException>(() => EventName.FromSegments());
        Assert.Throws<FormatException>(() => EventName.FromSegments("web.request"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \t")]
    public void Blank_id_is_an_argument_error(string blank) =>
        Assert.Throws<ArgumentException>("id", () => _dispatcher.Attach(blank, "e", Handlers.Nothing));

    [Fact]
    public void Null_is_refused()
    {
        EventName name = EventName.Parse("e");
        Assert.Throws<ArgumentNullException>("id", () => _dispatcher.Attach(null!, name, Handlers.Nothing));
        Assert.Throws<ArgumentNullException>(() => _dispatcher.Attach("id", (EventName)null!, Handlers.Nothing));
        Assert.Throws<ArgumentNullException>(() => _dispatcher.Attach("id", (string)null!, Handlers.Nothing));
        Assert.Throws<ArgumentNullException>(
            "eventNames", () => _dispatcher.AttachMany("id", (IEnumerable<EventName>)null!, Handlers.Nothing));
        Assert.Throws<ArgumentNullException>("handler", () => _dispatcher.Attach("id", name, null!));
        Assert.Empty(_dispatcher.List());
    }

    private void AssertOnlyTheFirstIsAttached()
    {
        HandlerInfo entry = Assert.Single(_dispatcher.List());
        Assert.Equal("first", entry.Config);
        Assert.Equal("e", entry.Pattern.ToString());
        _dispatcher.Execute("other");
        Assert.Equal(0, _recorder.Count);
        _dispatcher.Execute("e");
        Assert.Equal(1, _recorder.Count);
        Assert.True(_dispatcher.Detach("id"));
        Assert.False(_dispatcher.Detach("id"));
    }
}
