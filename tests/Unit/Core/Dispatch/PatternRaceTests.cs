using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

[Trait("Category", "Slow")]
public sealed class PatternRaceTests
{
    private static readonly EventPattern[] s_exact = [EventPattern.Parse("a.b")];
    private static readonly EventPattern[] s_some = [EventPattern.Parse("a.*")];
    private static readonly EventPattern[] s_all = [EventPattern.Parse("*")];
    private static readonly EventPattern[] s_both = [.. s_all, .. s_exact];

    private readonly TelemetryDispatcher _dispatcher = new();

    /// <summary>The promise: at an event that both listen to, every emit calls the old handler or the new one, never
    /// both.</summary>
    [Fact]
    public void P3_every_emit_calls_exactly_one_of_the_old_and_the_new_handler()
    {
        EventPattern[][] ways = [s_some, s_exact, s_all, s_both];

        ReplaceWhileOthersEmit(ways, static _ => "a.b", static (replacements, _) => replacements == 6_000);
    }

    /// <summary>The same where each emit has a new name.</summary>
    [Fact]
    public void P3_every_emit_of_a_new_name_calls_exactly_one_of_the_old_and_the_new_handler()
    {
        EventPattern[][] ways = [s_some, s_all];

        ReplaceWhileOthersEmit(ways, static emit => $"a.{emit}", static (replacements, emits) => replacements >= 50 && emits > 30_000);
    }

    /// <summary>The same where names repeat, of which more come than are kept.</summary>
    [Fact]
    public void P3_every_emit_of_a_repeated_name_calls_exactly_one_of_the_old_and_the_new_handler()
    {
        EventPattern[][] ways = [s_some, s_all, s_both];

        ReplaceWhileOthersEmit(
            ways, static emit => $"a.{emit / 3 % 12_000}", static (replacements, emits) => replacements >= 50 && emits > 100_000);
    }

    /// <summary>The same where the events become known by the replacing itself, when they were never emitted and when they
    /// repeat.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void P3_event_that_a_replacement_makes_known_is_handled_by_the_old_or_the_new_handler(int emitted)
    {
        const int Names = 2_000;
        const int Rounds = 10;
        using var step = new Barrier(2);
        for (int round = 0; round < Rounds; round++)
        {
            var dispatcher = new TelemetryDispatcher();
            int[] calls = new int[Names];
            EventPattern[] exact = [.. Enumerable.Range(0, Names).Select(i => EventPattern.Parse($"a.{i}"))];
            dispatcher.AttachMany("h", s_all, Count, calls);
            for (int i = 0; i < emitted * Names; i++)
            {
                dispatcher.Execute($"a.{i % Names}", i % Names);
            }

            Array.Clear(calls);
            Threads.Run(
                () => dispatcher.Replace("h", exact, Count, calls),
                () =>
                {
                    for (int i = 0; i < Names; i++)
                    {
                        dispatcher.Execute($"a.{i}", i);
                    }
                });

            Assert.Equal(Names, calls.Count(count => count == 1));
        }

        static void Count(in EventData data, object? config)
        {
            data.TryGetMeasurement("value", out MeasurementValue value);
            value.TryGetInt64(out long i);
            ((int[])config!)[i]++;
        }
    }

    /// <summary>The promise: a handler listens to an event that becomes known while it is attached.</summary>
    [Fact]
    public void P3_event_that_becomes_known_while_a_pattern_is_attached_has_its_handler()
    {
        const int Rounds = 100;
        const int Names = 50;
        for (int round = 0; round < Rounds; round++)
        {
            var dispatcher = new TelemetryDispatcher();
            Threads.Run(
                () => EachName(i => dispatcher.Attach($"h{i}", EventPattern.Parse($"e{i}.*"), Handlers.Nothing)),
                () => EachName(i => dispatcher.GetEvent($"e{i}.handle")),
                () => EachName(i => dispatcher.HasHandlers($"e{i}.name")));

            EachName(i => Assert.True(
                dispatcher.GetEvent($"e{i}.handle").HasHandlers
                && dispatcher.HasHandlers($"e{i}.name")
                && dispatcher.HasHandlers($"e{i}.later")));
        }

        static void EachName(Action<int> act)
        {
            for (int i = 0; i < Names; i++)
            {
                act(i);
            }
        }
    }

    /// <summary>The promise: however many threads emit names at once, and more than are kept, no emit is lost or delivered
    /// twice, and none makes a name known.</summary>
    [Fact]
    public void P3_every_emit_of_names_that_many_threads_emit_at_once_is_delivered_once()
    {
        const int Emitters = 4;
        const int Names = 30_000;
        int calls = 0;
        int before = _dispatcher.GetEvents().Count;
        int[] callsOf = new int[Names];
        _dispatcher.AttachMany("h", s_some, (in data, _) =>
        {
            Interlocked.Increment(ref calls);
            Interlocked.Increment(ref callsOf[int.Parse(data.EventName.Segments[1], null)]);
        });

        Threads.Run(Emitters, _ =>
        {
            for (int i = 0; i < Names; i++)
            {
                _dispatcher.Execute($"a.{i}");
                _dispatcher.Execute($"a.{i}");
            }
        });

        Assert.Equal(2 * Emitters * Names, calls);
        Assert.All(callsOf, count => Assert.Equal(2 * Emitters, count));
        Assert.Equal(before, _dispatcher.GetEvents().Count);
    }

    /// <summary>The promise: an emit that starts after an attach has returned calls the handler, and one that starts after a
    /// detach has returned does not, whatever is kept of its name.</summary>
    [Fact]
    public void P3_handler_is_called_by_the_emits_between_its_attach_and_its_detach_and_by_no_other()
    {
        const int Rounds = 3_000;
        int wrong = 0;
        int emits = 0;
        _dispatcher.AttachMany("always", s_all, Handlers.Nothing);

        Threads.RunDuring(
            () =>
            {
                for (int round = 0; round < Rounds; round++)
                {
                    using var calls = new ThreadLocal<int>();
                    string name = $"a.{round % 8}";
                    _dispatcher.AttachMany("h", s_some, (in _, _) => calls.Value++);
                    _dispatcher.Execute(name);
                    wrong += calls.Value == 1 ? 0 : 1;
                    _dispatcher.Detach("h");
                    _dispatcher.Execute(name);
                    wrong += calls.Value == 1 ? 0 : 1;
                }
            },
            Emit,
            Emit);

        Assert.Equal(0, wrong);

        void Emit() => _dispatcher.Execute($"a.{(uint)Interlocked.Increment(ref emits) % 8}");
    }

    /// <summary>The promise: an emit that starts after a detach has returned does not call the handler, whatever the
    /// name.</summary>
    [Theory]
    [InlineData(3_000, "known")]
    [InlineData(3_000, "repeated.")]
    [InlineData(300, "new.")]
    public void P3_no_emit_calls_a_pattern_handler_that_was_detached_before_it_started(int generations, string name)
    {
        int detached = -1;
        int late = 0;
        int emits = 0;
        using var detachedAtStart = new ThreadLocal<int>();

        Threads.RunDuring(
            () =>
            {
                for (int generation = 0; generation < generations; generation++)
                {
                    _dispatcher.AttachMany("h", s_all, Handle, generation);
                    _dispatcher.Detach("h");
                    Volatile.Write(ref detached, generation);
                }
            },
            Emit,
            Emit);

        Assert.Equal(0, late);
        Assert.All(_dispatcher.GetEvents(), known => Assert.False(known.HasHandlers));

        void Emit()
        {
            uint emit = (uint)Interlocked.Increment(ref emits);
            string next = name == "known" ? name : name == "repeated." ? $"{name}{emit % 8}" : $"{name}{emit}";
            detachedAtStart.Value = Volatile.Read(ref detached);
            _dispatcher.Execute(next);
        }

        void Handle(in EventData data, object? config) =>
            Interlocked.Add(ref late, (int)config! <= detachedAtStart.Value ? 1 : 0);
    }

    private void ReplaceWhileOthersEmit(EventPattern[][] ways, Func<int, string> name, Func<int, int, bool> isEnough)
    {
        int wrong = 0;
        int emits = 0;
        using var calls = new ThreadLocal<int>();
        _dispatcher.AttachMany("h", s_some, Count);

        Threads.RunDuring(
            () =>
            {
                for (int i = 0; !isEnough(i, Volatile.Read(ref emits)); i++)
                {
                    _dispatcher.Replace("h", ways[i % ways.Length], Count);
                }
            },
            Emit,
            Emit);

        Assert.Equal(0, wrong);

        void Emit()
        {
            calls.Value = 0;
            _dispatcher.Execute(name(Interlocked.Increment(ref emits)));
            if (calls.Value != 1)
            {
                Interlocked.Increment(ref wrong);
            }
        }

        void Count(in EventData data, object? config) => calls.Value++;
    }
}
