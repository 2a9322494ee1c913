using System.Runtime.CompilerServices;
using Telemetry.Benchmarks.Scale;
using Telemetry.Hosting;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

[Trait("Category", "Slow")]
[Collection(SharedDispatcher.Name)]
public sealed class StressTests
{
    private const int Emitters = 8;
    private const int Handlers = 4;

    /// <summary>Promise: with sessions and plain threads emitting at once, every handler handles every event exactly once,
    /// in no session of an emitter and not at home.</summary>
    [Fact]
    public void S03_sessions_and_threads_at_once_reach_every_handler_exactly_once()
    {
        const int EventsInAll = 100_000;
        const int EventsEach = EventsInAll / (2 * Emitters);
        for (int repeat = 0; repeat < 2; repeat++)
        {
            using var home = new ModuleSession();
            ModuleSession[] sessions = [.. Enumerable.Range(0, Emitters).Select(_ => new ModuleSession())];
            var counts = new Counter[Handlers];
            for (int i = 0; i < Handlers; i++)
            {
                counts[i] = new Counter();
                home.Run(
                    "param($id, $counter) Register-TelemetryHandler $id stress.item { param($n, $m, $d, $c) $c.Add($m.n, $here) } $counter",
                    $"h{i}",
                    counts[i]).Clean();
            }

            string script =
                "$global:here = 'an emitter'; $e = Get-TelemetryEvent stress.item; "
                + $"for ($i = 0; $i -lt {EventsEach}; $i++) {{ $e.Execute(@{{ n = 1 }}) }}";
            home.Run("$global:here = 'home'").Clean();
            IEnumerable<Thread> threads = sessions
                .Select(session => new Thread(() => session.Run(script).Clean()))
                .Concat(Enumerable.Range(0, Emitters).Select(_ => new Thread(() =>
                {
                    TelemetryEvent item = TelemetryDispatcher.Default.GetEvent("stress.item");
                    for (int i = 0; i < EventsEach; i++)
                    {
                        item.Execute([new("n", 1)]);
                    }
                })));
            Thread[] running = [.. threads];
            Array.ForEach(running, thread => thread.Start());
            Array.ForEach(running, thread => thread.Join());

            Assert.All(counts, counter => Assert.Equal((EventsInAll, 0), (counter.Events, counter.InWrongSession)));
            Assert.Equal(Handlers, TelemetryDispatcher.Default.List().Count);
            Array.ForEach(sessions, session => session.Dispose());
        }
    }

    [Fact]
    public void S03_a_million_events_need_one_session_and_steady_memory()
    {
        const int Rounds = 10;
        const int Events = 100_000;
        using var home = new ModuleSession();
        var counter = new Counter();
        home.Run(
            "param($counter) "
                + "Register-TelemetryHandler h steady.item { param($n, $m, $d, $c) $c.Add($m.n, [runspace]::DefaultRunspace.Id) } $counter",
            counter).Clean();
        TelemetryEvent item = TelemetryDispatcher.Default.GetEvent("steady.item");

        // The process retains some memory for others. What an event retains is in each round.
        long grown = Enumerable.Range(0, Rounds).Min(_ => RetainedMemory.GrowthBy(() =>
        {
            for (int i = 0; i < Events; i++)
            {
                item.Execute([new("n", 1)]);
            }
        }));

        Assert.Equal(Rounds * Events, counter.Events);
        Assert.Single(counter.Places);

        // Less than a byte for each event.
        Assert.InRange(grown, long.MinValue, Events);
    }

    [Fact]
    public void S10_closed_sessions_leave_nothing_alive()
    {
        const int Sessions = 1_000;
        var alive = new List<WeakReference>();
        for (int i = 0; i < Sessions; i++)
        {
            OpenRegisterAndClose(i, alive);
        }

        Collect();

        Assert.Empty(TelemetryDispatcher.Default.List());
        Assert.Equal(0, alive.Count(reference => reference.IsAlive));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void OpenRegisterAndClose(int number, List<WeakReference> alive)
    {
        TelemetrySession session = TelemetrySession.Open();
        session.Run("param($id) Register-TelemetryHandler $id close.item { }", $"h{number}");
        if (number % 100 == 0)
        {
            // A private session for the handler, as an emitter elsewhere needs.
            var thread = new Thread(() => TelemetryDispatcher.Default.Execute("close.item"));
            thread.Start();
            thread.Join();
        }

        HandlerRegistration handler = Assert.Single(TelemetryDispatcher.Default.List()).Registration;
        alive.Add(new WeakReference(session.Runspace));
        alive.Add(new WeakReference(handler));
        alive.Add(new WeakReference(handler.Handler.Target));
        session.Dispose();
    }

    private static void Collect()
    {
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
