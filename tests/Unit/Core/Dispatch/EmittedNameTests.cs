using System.Runtime.CompilerServices;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

/// <summary>Names that come by no handle and no handler, but are emitted while a handler listens by a pattern.</summary>
[Trait("Category", "Slow")]
public sealed class EmittedNameTests
{
    // More than are kept at a time.
    private const int Many = 50_000;

    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly Recorder _recorder = new();
    private readonly int _knownBefore;
    private int _made;

    public EmittedNameTests() => _knownBefore = _dispatcher.GetEvents().Count;

    private int Known => _dispatcher.GetEvents().Count - _knownBefore;

    [Fact]
    public void P3_emits_have_nothing_to_do_with_patterns_once_the_name_repeats()
    {
        AttachCounting("*", "web.*", "*.done", "job.*", "web.request.done");
        TelemetryEvent handle = _dispatcher.GetEvent("web.request.done");
        EventName name = EventName.Parse("web.request.done");
        EventName other = EventName.Parse("job.other");

        Assert.Equal(0, Allocated.BytesPerCall(() => handle.Execute([new("duration", 1)], [new("route", "/")])));
        Assert.Equal(0, Allocated.BytesPerCall(() => _dispatcher.Execute(name, [new("duration", 1)])));
        Assert.Equal(0, Allocated.BytesPerCall(() => _dispatcher.Execute("web.REQUEST.done", [new("duration", 1)])));
        Assert.Equal(0, Allocated.BytesPerCall(() => _dispatcher.Execute("job.repeated", 1)));
        Assert.Equal(0, Allocated.BytesPerCall(() => _dispatcher.Execute("JOB.repeated", [new("duration", 1)])));
        Assert.Equal(0, Allocated.BytesPerCall(() => _dispatcher.Execute(other, 1)));
        Assert.Equal(0, Allocated.BytesPerCall(() => _dispatcher.Execute("job.built", 1, static (n, e) => e.Measurement("n", n))));
        Assert.Equal(1, Known);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Many)]
    public void P3_name_that_is_never_repeated_costs_no_more_than_its_text(int before)
    {
        AttachCounting("*", "made.*", "*.1", "other.*", "made.?.*");
        EmitNew(before);

        double text = BytesPerName(static (text, _) => GC.KeepAlive(new string(text.AsSpan())));
        Assert.InRange(text, 20, 100);
        Assert.InRange(BytesPerName((text, _) => _dispatcher.Execute(text, [new("n", 1)], [new("m", 2)])), 0, text);
        Assert.InRange(BytesPerName((text, _) => _dispatcher.Execute(text, 1)), 0, text);
        Assert.InRange(BytesPerName((text, _) => _dispatcher.Execute(text, 1, static (n, e) => e.Measurement("n", n))), 0, text);
        Assert.Equal(0, BytesPerName((_, name) => _dispatcher.Execute(name, [new("n", 1)], [new("m", 2)])));
        Assert.Equal(0, BytesPerName((_, name) => _dispatcher.Execute(name, 1)));
        Assert.Equal(0, BytesPerName((_, name) => _dispatcher.Execute(name, 1, static (n, e) => e.Measurement("n", n))));
        Assert.Equal(0, Known);
    }

    /// <summary>More than are kept in sets of one size, and in several places of it.</summary>
    [Theory]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(1_500)]
    public void P3_name_goes_to_those_of_many_handlers_whose_patterns_take_it_in(int handlers)
    {
        var calls = new List<int>();
        for (int i = 0; i < handlers; i++)
        {
            int number = i;
            _dispatcher.Attach($"h{i}", EventPattern.Parse($"*.{i % 7}.*"), (in _, _) => calls.Add(number));
        }

        for (int name = 0; name < 60; name++)
        {
            calls.Clear();
            _dispatcher.Execute($"made.{name % 9}.{name % 5}.{name / 2}");
            int[] expected = [.. Enumerable.Range(0, handlers).Where(i => i % 7 == name % 9 || i % 7 == name % 5)];
            Assert.Equal(expected, calls);
        }

        Assert.Equal(0, BytesPerName((_, name) => _dispatcher.Execute(name)));
    }

    [Fact]
    public void P3_name_that_no_pattern_matches_costs_nothing()
    {
        AttachCounting("job.*");

        Assert.Equal(0, BytesPerName((text, _) => _dispatcher.Execute(text, 1)));
        Assert.Equal(0, BytesPerName((_, name) => _dispatcher.Execute(name, 1)));
        Assert.Equal(0, Allocated.BytesPerCall(() => _dispatcher.Execute("web.done", 1)));
        Assert.False(_dispatcher.HasHandlers("web.done"));
        Assert.Equal(0, Known);
    }

    [Fact]
    public void P3_name_that_repeats_costs_nothing_whatever_was_emitted_before()
    {
        AttachCounting("*", "made.*");
        EmitNew(Many);
        Assert.Equal(0, Allocated.BytesPerCall(() => _dispatcher.Execute("late.name", 1)));

        // And while names that are not repeated go by.
        long bytes = 0;
        for (int round = 0; round < 20; round++)
        {
            EmitNew(1_000);
            bytes = Allocated.By(() => _dispatcher.Execute("later.name", 1));
        }

        Assert.Equal(0, bytes);
    }

    /// <summary>Many times: it takes names that share their places, one more than there are, to find a choice of places in which
    /// they replace each other for ever.</summary>
    [Fact]
    public void P3_thousands_of_names_that_repeat_in_turn_cost_nothing()
    {
        for (int time = 0; time < 40; time++)
        {
            TelemetryDispatcher dispatcher = new();
            dispatcher.Attach("h", EventPattern.Parse("*"), static (in _, _) => { });
            string[] names = [.. Enumerable.Range(0, 8_000).Select(i => $"in.turn.{time}.{i}")];
            long least = long.MaxValue;
            for (int round = 0; round < 50 && least > 0; round++)
            {
                least = Math.Min(least, Allocated.By(() => Array.ForEach(names, name => dispatcher.Execute(name, 1))));
            }

            Assert.Equal(0, least);
        }
    }

    /// <summary>More names in turn than are kept: memory is bounded, and they cost what new ones do or a little more.</summary>
    [Fact]
    public void P3_names_that_repeat_beyond_what_is_kept_are_delivered_and_not_all_remembered()
    {
        int calls = 0;
        _dispatcher.Attach("h", EventPattern.Parse("in.*"), (in _, _) => calls++);
        for (int round = 0; round < 4; round++)
        {
            for (int i = 0; i < Many; i++)
            {
                _dispatcher.Execute($"in.turn.{i}");
            }
        }

        Assert.Equal(4 * Many, calls);
        Assert.Equal(0, Known);
    }

    [Fact]
    public void P2_asking_makes_nothing_known_and_costs_nothing()
    {
        AttachCounting("made.*", "*.1");
        _dispatcher.Execute("made.repeated", 1);
        _dispatcher.Execute("made.repeated", 1);

        Assert.Equal(0, BytesPerName((text, _) => _dispatcher.HasHandlers(text)));
        Assert.Equal(0, BytesPerName((_, name) => _dispatcher.HasHandlers(name)));
        Assert.Equal(0, BytesPerName((text, name) => _dispatcher.TryGetEvent(text, out _)));
        for (int i = 0; i < Many; i++)
        {
            Assert.True(_dispatcher.HasHandlers($"made.{i}"));
        }

        Assert.Equal(0, Allocated.By(() => _dispatcher.Execute("made.repeated", 1)));
        Assert.Equal(0, Known);
    }

    [Fact]
    public void P3_asking_about_a_name_that_is_not_known_is_answered_by_the_patterns()
    {
        _dispatcher.Attach("h", EventPattern.Parse("job.*"), _recorder.Handle);
        _dispatcher.Execute("job.emitted");
        _dispatcher.Execute("job.emitted");

        Assert.True(_dispatcher.HasHandlers("job.new"));
        Assert.True(_dispatcher.HasHandlers("JOB.emitted"));
        Assert.True(_dispatcher.HasHandlers(EventName.Parse("job.newer")));
        Assert.False(_dispatcher.HasHandlers("web.new"));
        Assert.True(_dispatcher.GetEvent("job.newest").HasHandlers);
        Assert.Throws<FormatException>(() => _dispatcher.HasHandlers("job.*"));
        Assert.Throws<FormatException>(() => _dispatcher.Execute("job..x"));
        Assert.False(_dispatcher.TryGetEvent("job.emitted", out _));
        Assert.False(_dispatcher.TryGetEvent("job.unknown", out _));
    }

    [Fact]
    public void P3_handlers_that_come_and_go_are_seen_by_the_next_emit_of_a_repeated_name()
    {
        var calls = new List<string>();
        HandlerRegistration first = _dispatcher.Attach("first", EventPattern.Parse("*"), Handlers.Writes(calls, "first"));
        Assert.Equal("first", CallsAtRepeated());

        HandlerRegistration second = _dispatcher.Attach("second", EventPattern.Parse("a.*"), Handlers.Writes(calls, "second"));
        Assert.Equal("first second", CallsAtRepeated());
        first.Dispose();
        Assert.Equal("second", CallsAtRepeated());
        _dispatcher.Replace("second", [EventPattern.Parse("?.name")], Handlers.Writes(calls, "third"));
        Assert.Equal("third", CallsAtRepeated());
        _dispatcher.Attach("exact", "A.name", Handlers.Writes(calls, "exact"));
        Assert.Equal("third exact", CallsAtRepeated());
        Assert.Equal(2, _dispatcher.GetEvent("a.name").HandlerCount);
        Assert.True(_dispatcher.Detach("second"));
        Assert.Equal("exact", CallsAtRepeated());
        Assert.False(second.IsAttached);
        _dispatcher.Detach("exact");
        Assert.Equal(string.Empty, CallsAtRepeated());

        string CallsAtRepeated()
        {
            string seen = string.Empty;
            for (int i = 0; i < 4; i++)
            {
                calls.Clear();
                _dispatcher.Execute("a.name");
                Assert.True(i == 0 || seen == string.Join(' ', calls));
                seen = string.Join(' ', calls);
            }

            return seen;
        }
    }

    [Fact]
    public void P3_handle_of_a_repeated_name_and_the_name_go_to_the_same_handlers()
    {
        _dispatcher.Attach("h", EventPattern.Parse("a.*"), _recorder.Handle);
        Execute(4);

        TelemetryEvent handle = _dispatcher.GetEvent("A.Name");
        handle.Execute();
        Execute(1);

        Assert.Equal(6, _recorder.Count);
        Assert.Equal(1, Known);
        Assert.Equal("A.Name", _recorder.Names[^1]);

        void Execute(int times)
        {
            for (int i = 0; i < times; i++)
            {
                _dispatcher.Execute("a.name");
            }
        }
    }

    [Fact]
    public void P3_repeated_name_keeps_no_handler_alive_that_was_detached()
    {
        WeakReference config = AttachEmitAndDetach();

        Assert.True(Garbage.Collects(config));
        GC.KeepAlive(_dispatcher);

        [MethodImpl(MethodImplOptions.NoInlining)]
        WeakReference AttachEmitAndDetach()
        {
            var config = new object();
            _dispatcher.Attach("stays", EventPattern.Parse("*"), Handlers.Nothing);
            using HandlerRegistration handler = _dispatcher.Attach("goes", EventPattern.Parse("a.*"), Handlers.Nothing, config);
            for (int i = 0; i < 4; i++)
            {
                _dispatcher.Execute("a.name");
                _dispatcher.Execute("a.name", 1, static (n, e) => e.Measurement("n", n));
                _dispatcher.Execute($"a.{i}");
            }

            return new WeakReference(config);
        }
    }

    [Fact]
    public void P3_name_that_is_emitted_once_is_not_kept()
    {
        _dispatcher.Attach("h", EventPattern.Parse("*"), Handlers.Nothing);

        Assert.True(Garbage.Collects(EmitOnce()));
        GC.KeepAlive(_dispatcher);

        [MethodImpl(MethodImplOptions.NoInlining)]
        WeakReference EmitOnce()
        {
            var once = EventName.Parse("emitted.once");
            _dispatcher.Execute(once);
            return new WeakReference(once);
        }
    }

    [Fact]
    public void P3_attaching_by_a_pattern_costs_the_same_however_many_names_were_emitted()
    {
        _dispatcher.Attach("h", EventPattern.Parse("*"), Handlers.Nothing);
        double few = BytesToAttachAndDetach();
        for (int i = 0; i < 8_000 * 4; i++)
        {
            _dispatcher.Execute($"emitted.{i % 8_000}");
        }

        Assert.Equal(few, BytesToAttachAndDetach());

        double BytesToAttachAndDetach() => Allocated.BytesPerCall(
            () => _dispatcher.Attach("p", EventPattern.Parse("emitted.*"), Handlers.Nothing).Dispose());
    }

    [Fact]
    public void P3_failing_handler_leaves_at_a_new_name_too()
    {
        _dispatcher.Attach("failing", EventPattern.Parse("new.*"), Handlers.Failing);
        _dispatcher.Attach("report", TelemetryDispatcher.FailureEventName, _recorder.Handle);

        _dispatcher.Execute("new.a");
        _dispatcher.Execute("new.b");

        Assert.Equal(["failing"], _recorder.FailedIds);
        Assert.Equal("new.a", _recorder.Single().Metadata["event_name"].ToString());
        Assert.False(_dispatcher.HasHandlers("new.c"));
    }

    [Fact]
    public void P3_new_name_is_the_handlers_own_while_other_new_ones_are_emitted_inside()
    {
        var seen = new List<string>();
        _dispatcher.Attach("h", EventPattern.Parse("n*"), (in data, _) =>
        {
            string name = data.EventName.ToString();
            if (name.Length < 20)
            {
                _dispatcher.Execute(name + "n");
                _dispatcher.Execute(name + "m", (_dispatcher, name), static (s, e) => s._dispatcher.Execute(s.name + "o"));
            }

            seen.Add(data.EventName.ToString());
            Assert.Equal(name, data.EventName.ToString());
        });

        _dispatcher.Execute("new.name.of.some");

        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Equal(["h"], _dispatcher.Ids());
        Assert.Equal(1 + 3 + 9 + 27 + 81, seen.Count);
    }

    /// <summary>A circle is one of names: its events are found to be the same though no handle of them exists.</summary>
    [Fact]
    public void C19_recursion_is_bounded_at_a_name_that_is_not_known()
    {
        _dispatcher.Attach("watches", EventPattern.Parse("*"), Handlers.Nothing);
        int calls = 0;
        _dispatcher.Attach("circle", EventPattern.Parse("new.*"), (in _, _) =>
        {
            calls++;
            _dispatcher.Execute("new.circle");
        });

        _dispatcher.Execute("new.circle");

        Assert.Equal(TelemetryDispatcher.MaxDepth, calls);
        Assert.Equal(["watches"], _dispatcher.Ids());
    }

    private void AttachCounting(params string[] patterns)
    {
        long seen = 0;
        for (int i = 0; i < patterns.Length; i++)
        {
            _dispatcher.Attach($"h{i}", EventPattern.Parse(patterns[i]), (in data, _) => seen += data.EventName.ToString().Length);
        }
    }

    private void EmitNew(int count)
    {
        for (int i = 0; i < count; i++)
        {
            _dispatcher.Execute($"made.up.{_made++}", 1);
        }
    }

    /// <summary>The bytes of a call for a name that was never used before, without those of the name itself. The least of
    /// several rounds: now and then two names look like one that repeats.</summary>
    private double BytesPerName(Action<string, EventName> call)
    {
        const int Rounds = 10;
        const int Names = 1_000;
        long least = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            string[] texts = [.. Enumerable.Range(0, Names).Select(_ => $"made.up.{1_000_000 + _made++}")];
            EventName[] names = [.. texts.Select(EventName.Parse)];
            least = Math.Min(least, Allocated.By(() =>
            {
                for (int i = 0; i < Names; i++)
                {
                    call(texts[i], names[i]);
                }
            }));
        }

        return (double)least / Names;
    }
}
