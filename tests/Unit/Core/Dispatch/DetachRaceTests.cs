using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

[Trait("Category", "Slow")]
public sealed class DetachRaceTests
{
    private readonly TelemetryDispatcher _dispatcher = new();

    /// <summary>The promise: an emit that starts after a detach has returned does not call the handler; one that
    /// had started may.</summary>
    [Fact]
    public void Emit_that_starts_after_detach_returned_does_not_call_the_handler()
    {
        const int Generations = 10_000;
        const int GenerationsPerCall = 64;
        int detached = -1;
        int lateCalls = 0;
        int calls = 0;
        using var detachedAtStart = new ThreadLocal<int>();

        Threads.RunDuring(
            () =>
            {
                for (int generation = 0; generation < Generations; generation++)
                {
                    _dispatcher.Attach("h", "e", Handle, generation);
                    if (generation % GenerationsPerCall == 0)
                    {
                        WaitForACall();
                    }

                    _dispatcher.Detach("h");
                    Volatile.Write(ref detached, generation);
                }
            },
            Emit,
            Emit);

        Assert.Equal(0, lateCalls);
        Assert.InRange(calls, Generations / GenerationsPerCall, int.MaxValue);

        void Emit()
        {
            detachedAtStart.Value = Volatile.Read(ref detached);
            _dispatcher.Execute("e");
        }

        void Handle(in EventData data, object? config)
        {
            Interlocked.Increment(ref calls);
            if ((int)config! <= detachedAtStart.Value)
            {
                Interlocked.Increment(ref lateCalls);
            }
        }

        // Or the handlers might all be gone again before any emit.
        void WaitForACall()
        {
            int before = Volatile.Read(ref calls);
            SpinWait.SpinUntil(() => Volatile.Read(ref calls) != before, Threads.Patience);
        }
    }

    /// <summary>The promise: once no emit is under way, a detached handler is not called.</summary>
    [Fact]
    public void Handler_detached_from_a_quiet_dispatcher_is_not_called()
    {
        for (int i = 0; i < 300; i++)
        {
            int calls = 0;
            _dispatcher.AttachMany("h", ["a", "b"], (in _, _) => Interlocked.Increment(ref calls));
            Threads.Run(
                () => _dispatcher.Execute("a"),
                () => _dispatcher.Detach("h"),
                () => _dispatcher.Execute("b"));
            int before = calls;

            _dispatcher.Execute("a");
            _dispatcher.Execute("b");

            Assert.Equal(before, calls);
            Assert.False(_dispatcher.HasHandlers("a") || _dispatcher.HasHandlers("b"));
        }
    }

    [Fact]
    public void Of_many_threads_that_detach_a_handler_one_does()
    {
        const int Detachers = 4;
        const int Count = 5_000;
        HandlerRegistration[] registrations =
            [.. Enumerable.Range(0, Count).Select(i => _dispatcher.AttachMany($"h{i}", ["a", "b"], Handlers.Nothing))];
        int[] detached = new int[Count];

        Threads.Run(Detachers, _ =>
        {
            for (int i = 0; i < Count; i++)
            {
                if (_dispatcher.Detach($"h{i}"))
                {
                    Interlocked.Increment(ref detached[i]);
                }
            }
        });

        Assert.All(detached, count => Assert.Equal(1, count));
        Assert.All(registrations, registration => Assert.False(registration.IsAttached));
        Assert.Empty(_dispatcher.List());
        Assert.False(_dispatcher.HasHandlers("a"));
    }

    /// <summary>The promise: an emit that starts after somebody saw the handler as detached does not call it, whichever way
    /// it is detached.</summary>
    [Theory]
    [InlineData("detached")]
    [InlineData("replaced")]
    [InlineData("failing")]
    public void Emit_that_starts_after_the_handler_is_seen_detached_does_not_call_it(string way)
    {
        const int Rounds = 2_000;
        string[] names = [.. Enumerable.Range(0, 20).Select(i => $"e{i}")];
        for (int round = 0; round < Rounds; round++)
        {
            bool isSeenDetached = false;
            int lateCalls = 0;
            HandlerRegistration handler = _dispatcher.AttachMany("h", names, Handle);

            Threads.Run(
                () => End(handler),
                () =>
                {
                    Assert.True(SpinWait.SpinUntil(() => !handler.IsAttached, Threads.Patience));
                    Volatile.Write(ref isSeenDetached, true);
                    _dispatcher.Execute(names[^1]);
                });

            Assert.Equal(0, lateCalls);
            _dispatcher.Detach("h");

            void Handle(in EventData data, object? config)
            {
                if (Volatile.Read(ref isSeenDetached))
                {
                    Interlocked.Increment(ref lateCalls);
                }

                if (way == "failing")
                {
                    throw new InvalidOperationException("boom");
                }
            }
        }

        void End(HandlerRegistration handler)
        {
            switch (way)
            {
                case "detached":
                    handler.Detach();
                    break;
                case "replaced":
                    _dispatcher.Replace("h", [EventName.Parse(names[0])], Handlers.Nothing);
                    break;
                default:
                    _dispatcher.Execute(names[0]);
                    break;
            }
        }
    }

    /// <summary>The promise: whoever disposes a registration late never detaches the next handler of that id.</summary>
    [Fact]
    public void Late_disposal_leaves_the_newer_handler_of_the_same_id()
    {
        for (int i = 0; i < 500; i++)
        {
            HandlerRegistration old = _dispatcher.Attach("id", "e", Handlers.Nothing);
            HandlerRegistration? newer = null;

            Threads.Run(
                old.Dispose,
                () =>
                {
                    _dispatcher.Detach("id");
                    newer = _dispatcher.Attach("id", "e", Handlers.Nothing);
                });

            Assert.True(newer!.IsAttached);
            Assert.Same(newer, Assert.Single(_dispatcher.List()).Registration);
            Assert.True(_dispatcher.Detach("id"));
        }
    }
}
