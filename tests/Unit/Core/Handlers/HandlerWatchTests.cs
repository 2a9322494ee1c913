using System.Runtime.CompilerServices;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

/// <summary>The notification that handlers have come, or are gone.</summary>
public sealed class HandlerWatchTests
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly List<bool> _calls = [];

    [Fact]
    public void Watch_of_an_event_is_told_of_the_first_handler_and_of_the_last()
    {
        using HandlerWatch watch = _dispatcher.WatchHandlers("web.request", _calls.Add);
        Assert.Empty(_calls);
        Assert.False(watch.HasHandlers);

        HandlerRegistration first = _dispatcher.Attach("first", "WEB.Request", Handlers.Nothing);
        Assert.Equal([true], _calls);
        Assert.True(watch.HasHandlers);
        _dispatcher.Attach("second", EventPattern.Parse("web.*"), Handlers.Nothing);
        _dispatcher.AttachMany("third", ["other", "web.request"], Handlers.Nothing);
        first.Dispose();
        Assert.True(_dispatcher.Detach("third"));
        Assert.Equal([true], _calls);

        Assert.True(_dispatcher.Detach("second"));
        Assert.Equal([true, false], _calls);
        Assert.False(watch.HasHandlers);
    }

    [Fact]
    public void Watch_is_told_of_handlers_that_are_there_before_it_is_returned()
    {
        _dispatcher.Attach("h", EventPattern.Parse("web.*"), Handlers.Nothing);

        using HandlerWatch exact = _dispatcher.WatchHandlers("web.request", _calls.Add);
        Assert.Equal([true], _calls);
        using HandlerWatch below = _dispatcher.WatchHandlersBelow("web", _calls.Add);
        Assert.Equal([true, true], _calls);
        Assert.True(exact.HasHandlers && below.HasHandlers);
        Assert.Equal("web.request, web and below", $"{exact}, {below}");
    }

    [Theory]
    [InlineData("system.net.http", true)]
    [InlineData("SYSTEM.net.http.request.start", true)]
    [InlineData("system.net", false)]
    [InlineData("system.net.https", false)]
    [InlineData("other", false)]
    [InlineData("*", true)]
    [InlineData("system.*", true)]
    [InlineData("*.start", true)]
    [InlineData("system.net.http?*", true)]
    [InlineData("system.net.?", false)]
    [InlineData("telemetry.*", false)]
    public void Watch_below_a_prefix_is_told_of_handlers_by_name_and_by_patterns(string listensTo, bool isTold)
    {
        using HandlerWatch watch = _dispatcher.WatchHandlersBelow("system.net.http", _calls.Add);

        using (_dispatcher.Attach("h", EventPattern.Parse(listensTo), Handlers.Nothing))
        {
            Assert.Equal(isTold ? [true] : [], _calls);
            Assert.Equal(isTold, watch.HasHandlers);
        }

        Assert.Equal(isTold ? [true, false] : [], _calls);
    }

    [Fact]
    public void Watch_of_this_librarys_events_is_told_of_what_names_them_only()
    {
        using HandlerWatch watch = _dispatcher.WatchHandlersBelow("telemetry", _calls.Add);
        using HandlerWatch exact = _dispatcher.WatchHandlers(TelemetryDispatcher.FailureEventName, _calls.Add);

        _dispatcher.Attach("all", EventPattern.Parse("*"), Handlers.Nothing);
        Assert.Empty(_calls);
        _dispatcher.Attach("own", EventPattern.Parse("telemetry.*"), Handlers.Nothing);
        Assert.Equal([true, true], _calls);
    }

    /// <summary>A watch below a prefix says what a list by that prefix does.</summary>
    [Fact]
    public void Watch_agrees_with_the_list_and_with_the_question_for_all_short_names_and_patterns()
    {
        EventName[] names = AllTexts.Names("ab.", 3);
        HandlerWatch[] below = [.. names.Select(name => _dispatcher.WatchHandlersBelow(name, _calls.Add))];
        HandlerWatch[] exact = [.. names.Select(name => _dispatcher.WatchHandlers(name, _calls.Add))];
        int told = 0;
        foreach (EventPattern pattern in AllTexts.Patterns("ab.", 3))
        {
            using (_dispatcher.Attach("h", pattern, Handlers.Nothing))
            {
                Assert.All(below, watch => Assert.Equal(_dispatcher.List(watch.EventName).Count > 0, watch.HasHandlers));
                Assert.All(exact, watch => Assert.Equal(_dispatcher.HasHandlers(watch.EventName), watch.HasHandlers));
                told += below.Concat(exact).Count(watch => watch.HasHandlers);
            }

            Assert.DoesNotContain(below.Concat(exact), watch => watch.HasHandlers);
        }

        Assert.Equal(told, _calls.Count(hasHandlers => hasHandlers));
        Assert.Equal(told, _calls.Count(hasHandlers => !hasHandlers));
    }

    [Fact]
    public void Handler_that_fails_too_often_is_a_handler_that_goes()
    {
        using HandlerWatch watch = _dispatcher.WatchHandlers("e", _calls.Add);
        var order = new List<string>();
        _dispatcher.HandlerFailed += (_, _) => order.Add($"failed, told {_calls.Count}");
        _dispatcher.Attach("h", "e", Handlers.Failing, options: new() { FailurePolicy = FailurePolicy.DetachAfter(2) });

        _dispatcher.Execute("e");
        Assert.Equal([true], _calls);
        _dispatcher.Execute("e");

        Assert.Equal([true, false], _calls);
        Assert.Equal(["failed, told 1", "failed, told 2"], order);
    }

    [Fact]
    public void Handler_with_a_buffer_is_gone_when_it_is_detached()
    {
        using var gate = new Gate();
        using HandlerWatch watch = _dispatcher.WatchHandlers("e", _calls.Add);
        HandlerRegistration handler = _dispatcher.Attach("h", "e", gate.Handle, options: new() { Buffer = new() });
        _dispatcher.Execute("e", 1);
        gate.WaitUntilInside();

        Assert.True(handler.Detach());
        Assert.Equal([true, false], _calls);
        gate.Open();
        handler.Dispose();
        Assert.Equal([true, false], _calls);
    }

    [Fact]
    public void Replacing_a_handler_changes_nothing_where_both_listen()
    {
        EventPattern[] all = [EventPattern.Parse("*")];
        EventPattern[] exact = [EventPattern.Parse("e")];
        EventPattern[] other = [EventPattern.Parse("other")];
        using HandlerWatch watch = _dispatcher.WatchHandlers("e", _calls.Add);

        _dispatcher.Replace("h", exact, Handlers.Nothing);
        _dispatcher.Replace("h", all, Handlers.Nothing);
        _dispatcher.Replace("h", exact, Handlers.Nothing);
        Assert.Equal([true], _calls);
        _dispatcher.Replace("h", other, Handlers.Nothing);
        Assert.Equal([true, false], _calls);
        _dispatcher.Replace("h", all, Handlers.Nothing);
        Assert.Equal([true, false, true], _calls);
    }

    [Fact]
    public void Attach_that_is_refused_changes_nothing()
    {
        _dispatcher.Attach("h", "other", Handlers.Nothing);
        using HandlerWatch watch = _dispatcher.WatchHandlers("e", _calls.Add);

        Assert.False(_dispatcher.TryAttach("h", EventName.Parse("e"), Handlers.Nothing, null, out _));

        Assert.Empty(_calls);
        Assert.False(watch.HasHandlers);
    }

    [Fact]
    public void Callback_runs_outside_of_the_lock()
    {
        int answers = 0;
        using HandlerWatch watch = _dispatcher.WatchHandlers("e", hasHandlers =>
            Threads.Run(() =>
            {
                // Each of these takes the lock, on another thread.
                _dispatcher.GetEvent($"new.{hasHandlers}");
                _dispatcher.Attach("inside", "other", Handlers.Nothing).Dispose();
                _dispatcher.WatchHandlers("other", _calls.Add).Dispose();
                answers++;
            }));

        _dispatcher.Attach("h", "e", Handlers.Nothing).Dispose();
        _dispatcher.Attach("failing", "e", Handlers.Failing);
        _dispatcher.Execute("e");
        _dispatcher.Replace("h", [EventName.Parse("e")], Handlers.Nothing);

        Assert.Equal(5, answers);
    }

    [Fact]
    public void Callback_may_attach_and_detach_and_emit_and_what_it_changes_is_told_after_it()
    {
        var seen = new List<string>();
        _dispatcher.Attach("other", "other", (in _, _) => seen.Add("emitted"));
        using HandlerWatch watch = _dispatcher.WatchHandlers("e", hasHandlers =>
        {
            seen.Add($"begin {hasHandlers}");
            if (hasHandlers)
            {
                _dispatcher.Detach("h");
                _dispatcher.Attach("h", "e", Handlers.Nothing);
                _dispatcher.Detach("h");
                _dispatcher.Execute("other");
            }

            seen.Add($"end {hasHandlers}");
        });

        _dispatcher.Attach("h", "e", Handlers.Nothing);

        Assert.Equal(["begin True", "emitted", "end True", "begin False", "end False"], seen);
    }

    [Fact]
    public void Callback_may_dispose_of_its_watch_and_make_others()
    {
        HandlerWatch? watch = null;
        HandlerWatch? inner = null;
        watch = _dispatcher.WatchHandlers("e", hasHandlers =>
        {
            _calls.Add(hasHandlers);
            inner = _dispatcher.WatchHandlers("e", _calls.Add);
            watch!.Dispose();
            _dispatcher.Detach("h");
        });

        _dispatcher.Attach("h", "e", Handlers.Nothing);

        // The watch's own, and the inner one's two; its own second one does not come.
        Assert.Equal([true, true, false], _calls);
        inner!.Dispose();
    }

    [Fact]
    public void Callback_that_throws_harms_nobody_and_is_logged()
    {
        const string Marked = "a callback of the watch tests";
        using var log = new LogListener();
        using HandlerWatch failing = _dispatcher.WatchHandlers("e", _ => throw new InvalidOperationException(Marked));
        using HandlerWatch other = _dispatcher.WatchHandlers("e", _calls.Add);

        HandlerRegistration handler = _dispatcher.Attach("h", "e", Handlers.Nothing);
        handler.Dispose();

        Assert.Equal([true, false], _calls);
        Assert.Equal(2, log.EntriesWith(Marked).Length);
        Assert.Equal(["h"], [handler.Id]);
        Assert.Empty(_dispatcher.ListDetached());
    }

    [Fact]
    public void Disposed_watch_is_told_nothing_more_and_says_that_there_are_none()
    {
        HandlerWatch watch = _dispatcher.WatchHandlersBelow("e", _calls.Add);
        _dispatcher.Attach("h", "e.x", Handlers.Nothing);

        watch.Dispose();
        watch.Dispose();
        _dispatcher.Detach("h");
        _dispatcher.Attach("h", "e.x", Handlers.Nothing);

        Assert.Equal([true], _calls);
        Assert.False(watch.HasHandlers);
    }

    [Fact]
    public void Disposing_waits_for_the_call_that_runs_on_another_thread()
    {
        using var inside = new ManualResetEventSlim();
        using var open = new ManualResetEventSlim();
        bool hasEnded = false;
        HandlerWatch watch = _dispatcher.WatchHandlers("e", _ =>
        {
            inside.Set();
            Threads.WaitFor(open);
            Volatile.Write(ref hasEnded, true);
        });

        Threads.Run(
            () => _dispatcher.Attach("h", "e", Handlers.Nothing),
            () =>
            {
                Threads.WaitFor(inside);
                watch.Dispose();
                Assert.True(Volatile.Read(ref hasEnded));
            },
            () =>
            {
                Threads.WaitFor(inside);
                open.Set();
            });
    }

    [Fact]
    public void Watch_makes_nothing_known_and_costs_handlers_nothing_once_it_is_disposed()
    {
        EventName name = EventName.Parse("own.event");
        int known = _dispatcher.GetEvents().Count;
        _dispatcher.WatchHandlersBelow("a", _calls.Add).Dispose();
        _dispatcher.WatchHandlers("a.b", _calls.Add).Dispose();
        Assert.Equal(known, _dispatcher.GetEvents().Count);

        double after = BytesToAttachAndDetach();
        double never = new HandlerWatchTests().BytesToAttachAndDetach();
        Assert.Equal(never, after);
    }

    [Fact]
    public void Watch_keeps_no_handler_alive_and_is_kept_no_longer_than_until_it_is_disposed()
    {
        using HandlerWatch watch = _dispatcher.WatchHandlersBelow("e", _calls.Add);
        Assert.True(Garbage.Collects(AttachAndDetach()));
        (WeakReference disposed, HandlerWatch kept) = WatchAndDispose();
        Assert.True(Garbage.Collects(disposed));
        GC.KeepAlive(kept);
        GC.KeepAlive(_dispatcher);

        [MethodImpl(MethodImplOptions.NoInlining)]
        WeakReference AttachAndDetach()
        {
            var config = new object();
            _dispatcher.Attach("h", "e.x", Handlers.Nothing, config).Dispose();
            return new WeakReference(config);
        }

        // What the callback holds goes, even where the watch is kept.
        [MethodImpl(MethodImplOptions.NoInlining)]
        (WeakReference, HandlerWatch) WatchAndDispose()
        {
            var seen = new List<bool>();
            HandlerWatch made = _dispatcher.WatchHandlers("e.x", seen.Add);
            made.Dispose();
            return (new WeakReference(seen), made);
        }
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        EventName name = EventName.Parse("e");

        Assert.Throws<ArgumentNullException>("eventName", () => _dispatcher.WatchHandlers((EventName)null!, _calls.Add));
        Assert.Throws<ArgumentNullException>("eventName", () => _dispatcher.WatchHandlers((string)null!, _calls.Add));
        Assert.Throws<ArgumentNullException>("prefix", () => _dispatcher.WatchHandlersBelow((EventName)null!, _calls.Add));
        Assert.Throws<ArgumentNullException>("prefix", () => _dispatcher.WatchHandlersBelow((string)null!, _calls.Add));
        Assert.Throws<ArgumentNullException>("changed", () => _dispatcher.WatchHandlers(name, null!));
        Assert.Throws<ArgumentNullException>("changed", () => _dispatcher.WatchHandlersBelow(name, null!));
        Assert.Throws<FormatException>(() => _dispatcher.WatchHandlers("e.*", _calls.Add));
        Assert.Throws<FormatException>(() => _dispatcher.WatchHandlersBelow("e.", _calls.Add));
    }

    private double BytesToAttachAndDetach()
    {
        EventName name = EventName.Parse("own.event");
        return Allocated.BytesPerCall(() => _dispatcher.Attach("own", name, Handlers.Nothing).Dispose());
    }
}
