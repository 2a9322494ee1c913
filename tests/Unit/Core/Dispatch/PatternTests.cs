using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

public sealed class PatternTests
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly Recorder _recorder = new();
    private readonly List<string> _calls = [];

    [Fact]
    public void C14_pattern_is_opt_in_and_a_name_stays_exact()
    {
        _dispatcher.Attach("exact", "a", _recorder.Handle);
        _dispatcher.AttachMany("exact-too", ["a.b.c"], _recorder.Handle);

        Assert.Throws<FormatException>(() => _dispatcher.Attach("text", "a.*", _recorder.Handle));
        Assert.Throws<FormatException>(() => _dispatcher.AttachMany("texts", ["a.?"], _recorder.Handle));
        _dispatcher.Execute("a.b");

        Assert.Equal(0, _recorder.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void C14_pattern_takes_in_events_known_before_and_after(bool byHandle)
    {
        if (byHandle)
        {
            _dispatcher.GetEvent("job.before");
        }

        _dispatcher.Attach("h", EventPattern.Parse("JOB.*"), _recorder.Handle);
        foreach (string name in (string[])["job.before", "job.after", "job.after.long", "job", "jobs.x", "x.job.y"])
        {
            if (byHandle)
            {
                _dispatcher.GetEvent(name).Execute();
            }
            else
            {
                _dispatcher.Execute(name);
                _dispatcher.Execute(EventName.Parse(name));
            }
        }

        string[] taken = ["job.before", "job.after", "job.after.long"];
        Assert.Equal(byHandle ? taken : taken.SelectMany(name => (string[])[name, name]), _recorder.Names);
    }

    [Fact]
    public void C14_handle_taken_before_the_pattern_sees_it_come_and_go()
    {
        TelemetryEvent handle = _dispatcher.GetEvent("job.done");
        TelemetryEvent other = _dispatcher.GetEvent("web.done");

        HandlerRegistration registration = _dispatcher.Attach("h", EventPattern.Parse("job.*"), _recorder.Handle);
        Assert.True(handle.HasHandlers);
        Assert.False(other.HasHandlers);
        handle.Execute();

        registration.Dispose();
        handle.Execute();
        Assert.False(handle.HasHandlers);
        Assert.Equal(["job.done"], _recorder.Names);
    }

    [Fact]
    public void C14_one_handler_is_called_once_where_its_name_and_its_patterns_meet()
    {
        _dispatcher.GetEvent("a.known");
        HandlerRegistration registration = _dispatcher.AttachMany("h", Patterns("a.*", "a.b", "*.b", "a.*", "A.B", "*"), _recorder.Handle);

        _dispatcher.Execute("a.b");
        _dispatcher.Execute("a.known");
        _dispatcher.Execute("a.new");

        Assert.Equal(["a.b", "a.known", "a.new"], _recorder.Names);
        Assert.Equal("h (a.*, a.b, *.b, *)", registration.ToString());
    }

    [Fact]
    public void C13_calls_come_in_attach_order_across_names_and_patterns()
    {
        string[] known = ["a.known", "a.named"];
        _dispatcher.GetEvent("a.known");
        AttachWriter("1", "a.*");
        AttachWriter("2", "a.named", "a.known", "a.new");
        AttachWriter("3", "*");
        AttachWriter("4", "a.named", "x.*");
        AttachWriter("5", "?.*");

        Assert.Equal("1 2 3 5", CallsAt("a.known"));
        Assert.Equal("1 2 3 4 5", CallsAt("a.named"));
        Assert.Equal("1 2 3 5", CallsAt("a.new"));
        Assert.Equal("1 3 5", CallsAt("a.unheard.of"));
        Assert.Equal("3 4 5", CallsAt("x.y"));
    }

    [Fact]
    public void C10_detached_pattern_handler_leaves_all_events_and_the_others_stay()
    {
        AttachWriter("stays", "a.*", "b");
        AttachWriter("leaves", "*", "a.b");
        AttachWriter("exact", "a.b");
        Assert.Equal("stays leaves exact", CallsAt("a.b"));
        Assert.Equal("leaves", CallsAt("x"));

        Assert.True(_dispatcher.Detach("LEAVES"));

        Assert.Equal("stays exact", CallsAt("a.b"));
        Assert.Equal("stays", CallsAt("a.new"));
        Assert.Equal(string.Empty, CallsAt("x"));
        Assert.False(_dispatcher.HasHandlers("x") || _dispatcher.HasHandlers("x.new"));
        Assert.Equal("stays (a.*), stays (b), exact (a.b)", string.Join(", ", _dispatcher.List()));
    }

    [Fact]
    public void C03_replaced_pattern_handler_leaves_what_the_new_one_does_not_listen_to()
    {
        AttachWriter("first", "*");
        HandlerRegistration old = AttachWriter("h", "a.*", "b");
        CallsAt("a.x");

        _dispatcher.Replace("H", Patterns("a.y*", "c"), Handlers.Writes(_calls, "new"));

        Assert.False(old.IsAttached);
        Assert.Equal("first", CallsAt("a.x"));
        Assert.Equal("first", CallsAt("b"));
        Assert.Equal("first new", CallsAt("a.yes"));
        Assert.Equal("first new", CallsAt("c"));
        Assert.Equal("first", CallsAt("a.later"));
        Assert.Equal("first (*), H (a.y*), H (c)", string.Join(", ", _dispatcher.List()));
    }

    [Fact]
    public void C04_bad_patterns_attach_nothing()
    {
        Assert.Throws<ArgumentNullException>("patterns", () => _dispatcher.AttachMany("h", Patterns("a").Append(null!), _recorder.Handle));
        Assert.Throws<ArgumentNullException>(
            "patterns", () => _dispatcher.AttachMany("h", (IEnumerable<EventPattern>)null!, _recorder.Handle));
        Assert.Throws<ArgumentException>("patterns", () => _dispatcher.AttachMany("h", Patterns(), _recorder.Handle));
        Assert.Throws<ArgumentNullException>("pattern", () => _dispatcher.Attach("h", (EventPattern)null!, _recorder.Handle));
        _dispatcher.Attach("taken", EventPattern.Parse("b.*"), _recorder.Handle);
        Assert.Throws<HandlerAlreadyExistsException>(() => _dispatcher.Attach("Taken", EventPattern.Parse("a.*"), _recorder.Handle));
        Assert.False(_dispatcher.TryAttachMany("taken", Patterns("a.*"), _recorder.Handle, null, null, out HandlerRegistration? none));

        Assert.Null(none);
        Assert.False(_dispatcher.HasHandlers("a.b"));
        Assert.Equal("taken (b.*)", string.Join(", ", _dispatcher.List()));
    }

    [Fact]
    public void C12_list_shows_the_pattern_and_a_prefix_finds_the_patterns_that_reach_below_it()
    {
        _dispatcher.AttachMany("many", Patterns("web.*", "job.done", "*.stop"), _recorder.Handle, "config");
        _dispatcher.Attach("all", EventPattern.Parse("*"), _recorder.Handle);
        _dispatcher.Attach("exact", "web.request.stop", _recorder.Handle);
        _dispatcher.Execute("web.request.stop");
        _dispatcher.Execute("web.new");

        Assert.Equal(
            "many (web.*), many (job.done), many (*.stop), all (*), exact (web.request.stop)",
            string.Join(", ", _dispatcher.List()));
        Assert.Equal(
            "many (web.*), many (*.stop), all (*), exact (web.request.stop)", string.Join(", ", _dispatcher.List("web.request")));
        Assert.Equal("many (job.done), many (*.stop), all (*)", string.Join(", ", _dispatcher.List("JOB")));
        Assert.Equal("many (*.stop), all (*)", string.Join(", ", _dispatcher.List("website")));
        HandlerInfo entry = _dispatcher.List("web")[0];
        Assert.Null(entry.EventName);
        Assert.Equal(EventPattern.Parse("web.*"), entry.Pattern);
        Assert.Equal("config", entry.Config);
    }

    [Fact]
    public void C12_events_of_this_library_are_found_by_what_names_them_only()
    {
        _dispatcher.AttachMany("h", Patterns("*", "tele*", "*.failure", "telemetry.*"), _recorder.Handle);

        Assert.Equal("h (telemetry.*)", string.Join(", ", _dispatcher.List("telemetry")));
        Assert.Equal("h (telemetry.*)", string.Join(", ", _dispatcher.List("telemetry.handler")));
        Assert.Equal("h (*), h (tele*), h (*.failure)", string.Join(", ", _dispatcher.List("telephone")));
    }

    [Fact]
    public void C25_handler_of_all_events_hears_of_failures_only_where_it_names_them()
    {
        var named = new Recorder();
        _dispatcher.Attach("all", EventPattern.Parse("*"), _recorder.Handle);
        _dispatcher.Attach("named", EventPattern.Parse("telemetry.*"), named.Handle);
        _dispatcher.Attach("failing", EventPattern.Parse("a.*"), Handlers.Failing);

        _dispatcher.Execute("a.b");
        _dispatcher.Execute("a.b");

        Assert.Equal(["a.b", "a.b"], _recorder.Names);
        Assert.Equal(["failing"], named.FailedIds);
        Assert.Equal(["all", "named"], _dispatcher.Ids());
    }

    private static EventPattern[] Patterns(params string[] patterns) => [.. patterns.Select(EventPattern.Parse)];

    private HandlerRegistration AttachWriter(string id, params string[] patterns) =>
        _dispatcher.AttachMany(id, Patterns(patterns), Handlers.Writes(_calls, id));

    private string CallsAt(string name)
    {
        _calls.Clear();
        _dispatcher.Execute(name);
        return string.Join(' ', _calls);
    }
}
