using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

/// <summary>Who waits for what is queued when a handler with a buffer is detached, and who must not.</summary>
public sealed class BufferWaitTests : IDisposable
{
    // So long that a test would not end where something waits that must not.
    private static readonly HandlerBuffer s_patient = new() { DrainTimeout = TimeSpan.FromDays(1) };

    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly Gate _gate = new();

    public static TheoryData<string, string> WaysAndPlaces => new MatrixTheoryData<string, string>(
        ["disposed", "by id", "replaced"], ["task", "thread", "timer", "task of a task"]);

    public void Dispose() => _gate.Dispose();

    [Theory]
    [MemberData(nameof(WaysAndPlaces))]
    public void P4_work_that_the_handler_started_and_waits_for_does_not_wait_for_the_handler(string way, string place)
    {
        using var told = new ManualResetEventSlim();
        HandlerRegistration? handler = null;
        int calls = 0;
        handler = Attach("h", EndByAnother);
        handler.Detached += (_, _) => told.Set();
        Emit("h", 10);
        _gate.WaitUntilInside();

        _gate.Open();

        Threads.WaitFor(told);
        Assert.Equal("10 delivered, 0 dropped, 0 queued", handler.BufferStatistics!.ToString());

        void EndByAnother(in EventData data, object? config)
        {
            _gate.Handle(in data, config);
            if (calls++ == 0)
            {
                RunAndWait(place, () => End(Volatile.Read(ref handler)!, way));
            }
        }
    }

    [Fact]
    public void P4_subscriber_that_waits_for_another_thread_that_detaches_does_not_wait_for_the_end()
    {
        using var told = new ManualResetEventSlim();
        HandlerRegistration handler = Attach("h", Handlers.Nothing);
        handler.Detached += (_, _) =>
        {
            RunAndWait("thread", handler.Dispose);
            told.Set();
        };

        handler.Detach();

        Threads.WaitFor(told);
    }

    [Fact]
    public void P4_work_that_an_earlier_call_started_waits_for_the_handler()
    {
        using var isInside = new ManualResetEventSlim();
        using var open = new ManualResetEventSlim();
        Task<string>? work = null;
        HandlerRegistration? handler = null;
        int calls = 0;
        handler = Attach("h", StartWork);
        Emit("h", 10);
        _gate.WaitUntilInside();
        _gate.Open();

        Threads.WaitFor(isInside);
        Assert.True(SpinWait.SpinUntil(() => !handler.IsAttached, Threads.Patience));
        open.Set();

        Assert.Equal("10 delivered, 0 dropped, 0 queued", Finish(work!));

        void StartWork(in EventData data, object? config)
        {
            _gate.Handle(in data, config);
            if (++calls == 1)
            {
                work = Task.Factory.StartNew(
                    () =>
                    {
                        // The call that started it is over.
                        Threads.WaitFor(isInside);
                        Volatile.Read(ref handler)!.Dispose();
                        return handler!.BufferStatistics!.ToString();
                    },
                    CancellationToken.None,
                    TaskCreationOptions.LongRunning,
                    TaskScheduler.Default);
            }
            else
            {
                isInside.Set();
                Threads.WaitFor(open);
            }
        }
    }

    /// <summary>Each would wait for the other until its time limit is over.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void P4_handlers_that_dispose_one_another_do_not_wait_in_a_circle(int count)
    {
        for (int round = 0; round < 200; round++)
        {
            using var meeting = new Barrier(count);
            using var told = new CountdownEvent(count);
            var handlers = new HandlerRegistration[count];
            for (int i = 0; i < count; i++)
            {
                int next = (i + 1) % count;
                handlers[i] = Attach($"h{i}", (in _, _) =>
                {
                    Threads.MeetAt(meeting);
                    handlers[next].Dispose();
                });
                handlers[i].Detached += (_, _) => told.Signal();
            }

            for (int i = 0; i < count; i++)
            {
                Emit($"h{i}", 1);
            }

            Assert.True(SpinWait.SpinUntil(() => told.IsSet, Threads.Patience), "The handlers wait for one another.");
        }
    }

    /// <summary>Nothing shows that the handler waits for a thread that was there before.</summary>
    [Fact]
    public void P4_thread_that_was_there_before_the_handler_waits_for_the_drain_timeout()
    {
        using var isAsked = new ManualResetEventSlim();
        using var isDone = new ManualResetEventSlim();
        using var told = new ManualResetEventSlim();
        HandlerRegistration handler = Attach("h", AskAndWait, new() { DrainTimeout = TimeSpan.FromMilliseconds(50) });
        handler.Detached += (_, _) => told.Set();

        Threads.Run(
            () =>
            {
                Threads.WaitFor(isAsked);
                handler.Dispose();
                isDone.Set();
            },
            () => Emit("h", 10));

        Threads.WaitFor(told);
        Assert.Equal("1 delivered, 9 dropped, 0 queued", handler.BufferStatistics!.ToString());

        void AskAndWait(in EventData data, object? config)
        {
            _gate.Open();
            isAsked.Set();
            Threads.WaitFor(isDone);
        }
    }

    [Fact]
    public void P4_interrupted_wait_leaves_the_handler_detached_and_loses_nothing()
    {
        using var told = new ManualResetEventSlim();
        bool wasInterrupted = false;
        HandlerRegistration handler = Attach("h", _gate.Handle);
        handler.Detached += (_, _) => told.Set();
        Emit("h", 10);
        _gate.WaitUntilInside();
        var waiting = new Thread(() =>
        {
            try
            {
                handler.Dispose();
            }
            catch (ThreadInterruptedException)
            {
                wasInterrupted = true;
            }
        });
        waiting.Start();
        Assert.True(SpinWait.SpinUntil(() => !handler.IsAttached, Threads.Patience));

        waiting.Interrupt();
        waiting.Join();
        _gate.Open();

        Threads.WaitFor(told);
        Assert.True(wasInterrupted);
        Assert.Equal("10 delivered, 0 dropped, 0 queued", handler.BufferStatistics!.ToString());
    }

    private static void RunAndWait(string place, Action work)
    {
        switch (place)
        {
            case "task":
                Task.Run(work).GetAwaiter().GetResult();
                break;
            case "task of a task":
                Task.Run(async () =>
                {
                    await Task.Yield();
                    await Task.Run(work);
                }).GetAwaiter().GetResult();
                break;
            case "thread":
                var thread = new Thread(() => work());
                thread.Start();
                thread.Join();
                break;
            default:
                using (var done = new ManualResetEventSlim())
                using (new Timer(
                    _ =>
                    {
                        work();
                        done.Set();
                    },
                    null,
                    dueTime: 0,
                    period: Timeout.Infinite))
                {
                    done.Wait();
                }

                break;
        }
    }

    private static string Finish(Task<string> work) =>
        work.Wait(Threads.Patience) ? work.Result : "It waits for ever.";

    private void End(HandlerRegistration handler, string way)
    {
        switch (way)
        {
            case "disposed":
                handler.Dispose();
                break;
            case "by id":
                _dispatcher.Detach(handler.Id);
                break;
            default:
                _dispatcher.Replace(handler.Id, [EventName.Parse("other")], Handlers.Nothing);
                break;
        }
    }

    private HandlerRegistration Attach(string id, TelemetryHandler handler, HandlerBuffer? buffer = null) =>
        _dispatcher.Attach(id, id, handler, options: new() { Buffer = buffer ?? s_patient });

    private void Emit(string name, int count)
    {
        for (int i = 0; i < count; i++)
        {
            _dispatcher.Execute(name, i);
        }
    }
}
