using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

[Trait("Category", "Slow")]
public sealed class HandlerWatchRaceTests
{
    private static readonly EventPattern[] s_ways = [EventPattern.Parse("a.b"), EventPattern.Parse("a.*"), EventPattern.Parse("*")];

    /// <summary>The promise: one call at a time, each says another thing than the one before, and the last one says how it is,
    /// whoever attached and detached.</summary>
    [Fact]
    public void Calls_come_one_at_a_time_and_take_turns_and_the_last_one_is_right()
    {
        const int Rounds = 300;
        const int ChangesPerRound = 20;
        for (int round = 0; round < Rounds; round++)
        {
            var dispatcher = new TelemetryDispatcher();
            int inside = 0;
            int wrong = 0;
            var calls = new List<bool>();
            using HandlerWatch watch = dispatcher.WatchHandlersBelow("a", hasHandlers =>
            {
                wrong += Interlocked.Increment(ref inside) == 1 && hasHandlers == (calls.Count % 2 == 0) ? 0 : 1;
                calls.Add(hasHandlers);

                // Long enough for the others to change something meanwhile.
                Thread.SpinWait(2_000);
                Interlocked.Decrement(ref inside);
            });

            bool stays = round % 2 == 0;
            Threads.Run(3, thread =>
            {
                for (int i = 0; i < ChangesPerRound; i++)
                {
                    dispatcher.Attach($"h{thread}", s_ways[(thread + i) % s_ways.Length], Handlers.Nothing);
                    if (i < ChangesPerRound - 1 || !stays || thread != 0)
                    {
                        dispatcher.Detach($"h{thread}");
                    }
                }
            });

            Assert.Equal(0, wrong);
            Assert.Equal(stays, watch.HasHandlers);
            Assert.Equal(stays, calls.LastOrDefault());
        }
    }

    /// <summary>The promise: a watch that begins while handlers come and go misses none and makes none up.</summary>
    [Fact]
    public void Watch_that_begins_while_handlers_come_and_go_ends_with_how_it_is()
    {
        const int Rounds = 1_000;
        for (int round = 0; round < Rounds; round++)
        {
            var dispatcher = new TelemetryDispatcher();
            bool last = false;
            bool stays = round % 2 == 0;
            HandlerWatch? watch = null;
            Threads.Run(
                () =>
                {
                    dispatcher.Attach("h", "a.b", Handlers.Nothing);
                    if (!stays)
                    {
                        dispatcher.Detach("h");
                    }
                },
                () => watch = dispatcher.WatchHandlers("a.b", hasHandlers => Volatile.Write(ref last, hasHandlers)));

            Assert.Equal(stays, watch!.HasHandlers);
            Assert.Equal(stays, Volatile.Read(ref last));
        }
    }

    /// <summary>The promise: a handler that replaces another in one step is no change, even for a moment.</summary>
    [Fact]
    public void Replacing_is_never_told_whatever_else_is_changed_meanwhile()
    {
        const int Replacements = 3_000;
        var dispatcher = new TelemetryDispatcher();
        int calls = 0;
        int gone = 0;
        dispatcher.AttachMany("replaced", s_ways, Handlers.Nothing);
        using HandlerWatch watch = dispatcher.WatchHandlers("a.b", _ => Interlocked.Increment(ref calls));

        Threads.RunDuring(
            () =>
            {
                for (int i = 0; i < Replacements; i++)
                {
                    dispatcher.Replace("replaced", [s_ways[i % s_ways.Length]], Handlers.Nothing);
                }
            },
            () => dispatcher.Attach("other", "other.event", Handlers.Nothing).Dispose(),
            () => gone += watch.HasHandlers ? 0 : 1);

        Assert.Equal(1, calls);
        Assert.Equal(0, gone);
    }

    /// <summary>The promise: when Dispose has returned, no call runs and none begins.</summary>
    [Fact]
    public void No_call_runs_once_the_watch_is_disposed()
    {
        const int Rounds = 2_000;
        int late = 0;
        for (int round = 0; round < Rounds; round++)
        {
            var dispatcher = new TelemetryDispatcher();
            bool isDisposed = false;
            HandlerWatch watch = dispatcher.WatchHandlersBelow("a", _ =>
            {
                Thread.SpinWait(2_000);
                Interlocked.Add(ref late, Volatile.Read(ref isDisposed) ? 1 : 0);
            });
            Threads.Run(
                () =>
                {
                    for (int i = 0; i < 10; i++)
                    {
                        dispatcher.Attach("h", "a.b", Handlers.Nothing).Dispose();
                    }
                },
                () =>
                {
                    watch.Dispose();
                    Volatile.Write(ref isDisposed, true);
                });
        }

        Assert.Equal(0, late);
    }

    /// <summary>The promise: a handler that fails on several threads at once goes once, and is told once.</summary>
    [Fact]
    public void Handler_that_fails_on_many_threads_is_told_to_be_gone_once()
    {
        const int Rounds = 300;
        for (int round = 0; round < Rounds; round++)
        {
            var dispatcher = new TelemetryDispatcher();
            var calls = new List<bool>();
            using HandlerWatch watch = dispatcher.WatchHandlers("e", calls.Add);
            dispatcher.Attach("h", "e", Handlers.Failing);

            Threads.Run(3, _ => dispatcher.Execute("e"));

            Assert.Equal([true, false], calls);
        }
    }
}
