using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

public sealed class EventTableTests
{
    private readonly TelemetryDispatcher _dispatcher = new();

    [Fact]
    public void Handle_of_a_name_is_always_the_same()
    {
        TelemetryEvent handle = _dispatcher.GetEvent("web.request");

        Assert.Same(handle, _dispatcher.GetEvent("web.request"));
        Assert.Same(handle, _dispatcher.GetEvent(EventName.Parse("WEB.request")));
        Assert.Same(handle, _dispatcher.GetEvent(EventName.FromSegments("web", "request")));
        Assert.True(_dispatcher.TryGetEvent("Web.Request", out TelemetryEvent? found));
        Assert.Same(handle, found);
        Assert.Same(_dispatcher, handle.Dispatcher);
        Assert.Equal("web.request", handle.ToString());
    }

    [Fact]
    public void Handle_stays_while_handlers_come_and_go()
    {
        TelemetryEvent handle = _dispatcher.GetEvent("e");
        var recorder = new Recorder();

        for (int i = 1; i <= 3; i++)
        {
            Assert.False(handle.HasHandlers);
            _dispatcher.Attach("h", "e", recorder.Handle);
            Assert.True(handle.HasHandlers);
            handle.Execute();
            Assert.Equal(i, recorder.Count);
            _dispatcher.Detach("h");
        }

        Assert.Same(handle, _dispatcher.GetEvent("e"));
    }

    [Fact]
    public void Dispatchers_share_nothing()
    {
        var other = new TelemetryDispatcher();
        _dispatcher.Attach("h", "e", Handlers.Nothing);

        Assert.NotSame(_dispatcher.GetEvent("e"), other.GetEvent("e"));
        Assert.False(other.HasHandlers("e"));
        Assert.Empty(other.List());
        other.Attach("h", "e", Handlers.Nothing);
        other.Detach("h");
        Assert.True(_dispatcher.HasHandlers("e"));
    }

    [Fact]
    public void Known_events_are_those_asked_for_or_attached_to()
    {
        int before = _dispatcher.GetEvents().Count;
        _dispatcher.GetEvent("asked");
        _dispatcher.Attach("h", "attached", Handlers.Nothing);
        _dispatcher.Detach("h");

        string[] known = [.. _dispatcher.GetEvents().Select(handle => handle.ToString()).Order()];

        Assert.Equal(before + 2, known.Length);
        Assert.Equal(["asked", "attached"], known.Except([TelemetryDispatcher.FailureEventName.ToString()]));
    }

    [Fact]
    public void Asking_whether_and_emitting_make_no_name_known()
    {
        int before = _dispatcher.GetEvents().Count;

        Assert.False(_dispatcher.TryGetEvent("new.name", out TelemetryEvent? known));
        Assert.False(_dispatcher.HasHandlers("new.name"));
        Assert.False(_dispatcher.HasHandlers(EventName.Parse("new.name")));
        _dispatcher.Execute("new.name", 1);
        _dispatcher.Execute(EventName.Parse("new.name"));
        Assert.Empty(_dispatcher.List("new.name"));
        Assert.False(_dispatcher.Detach("new.name"));

        Assert.Null(known);
        Assert.Equal(before, _dispatcher.GetEvents().Count);
    }

    [Fact]
    public void Invalid_name_is_not_found()
    {
        Assert.False(_dispatcher.TryGetEvent("not a name", out _));
        Assert.False(_dispatcher.TryGetEvent(string.Empty, out _));
        Assert.Throws<ArgumentNullException>(() => _dispatcher.TryGetEvent(null!, out _));
    }

    [Fact]
    public void Every_event_of_many_is_found()
    {
        TelemetryEvent[] handles = [.. Enumerable.Range(0, 10_000).Select(i => _dispatcher.GetEvent($"event.{i}"))];

        for (int i = 0; i < handles.Length; i++)
        {
            Assert.Same(handles[i], _dispatcher.GetEvent($"EVENT.{i}"));
            Assert.Same(handles[i], _dispatcher.GetEvent(handles[i].EventName));
        }

        Assert.Equal(handles.Length, handles.Intersect(_dispatcher.GetEvents()).Count());
    }

    [Fact]
    public void Names_of_the_same_hash_are_events_of_their_own()
    {
        var recorder = new Recorder();
        (EventName one, EventName other) = NamesOfTheSameHash();
        _dispatcher.Attach("h", one, recorder.Handle);

        Assert.False(_dispatcher.HasHandlers(other.ToString()));
        Assert.False(_dispatcher.HasHandlers(other));
        TelemetryEvent handle = _dispatcher.GetEvent(other);
        _dispatcher.Execute(other.ToString());
        _dispatcher.Execute(one.ToString());

        Assert.NotSame(handle, _dispatcher.GetEvent(one));
        Assert.Equal([one.ToString()], recorder.Names);
    }

    [Fact]
    public void Null_name_is_refused()
    {
        Assert.Throws<ArgumentNullException>("name", () => _dispatcher.GetEvent((string)null!));
        Assert.Throws<ArgumentNullException>("name", () => _dispatcher.GetEvent((EventName)null!));
        Assert.Throws<ArgumentNullException>("name", () => _dispatcher.Execute((string)null!));
        Assert.Throws<ArgumentNullException>("name", () => _dispatcher.Execute((EventName)null!));
        Assert.Throws<ArgumentNullException>("name", () => _dispatcher.HasHandlers((string)null!));
        Assert.Throws<ArgumentNullException>("name", () => _dispatcher.List((string)null!));
    }

    // Hashes differ from process to process, so they are looked for: about one in 80,000 names meets another's.
    private static (EventName One, EventName Other) NamesOfTheSameHash()
    {
        var names = new Dictionary<int, EventName>();
        for (int i = 0; ; i++)
        {
            EventName name = EventName.Parse($"event.{i}");
            if (!names.TryAdd(name.GetHashCode(), name))
            {
                return (names[name.GetHashCode()], name);
            }
        }
    }
}
