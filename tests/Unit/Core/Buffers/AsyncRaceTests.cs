using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

[Trait("Category", "Slow")]
public sealed class AsyncRaceTests
{
    private const int Emitters = 3;

    private readonly TelemetryDispatcher _dispatcher = new();

    public static TheoryData<string, string, BufferFullMode> EndsAndKinds => new MatrixTheoryData<string, string, BufferFullMode>(
        ["disposed", "disposed asynchronously", "given up", "failing"],
        ["buffered", "at once", "later", "batch"],
        [BufferFullMode.DropWrite, BufferFullMode.DropOldest]);

    public static TheoryData<string> Kinds => ["buffered", "at once", "later", "batch"];

    /// <summary>Attached, emitted for, flushed and ended by many threads: whatever happens, the end is reported.</summary>
    [Theory]
    [MemberData(nameof(EndsAndKinds))]
    public void Each_event_is_counted_once_when_the_handler_ends_meanwhile(string end, string kind, BufferFullMode mode)
    {
        const int Rounds = 20;
        for (int round = 0; round < Rounds; round++)
        {
            long emitted = 0;
            int ends = 0;
            using var ended = new ManualResetEventSlim();
            var consumer = new OrderChecker(Emitters)
            {
                Yields = kind != "at once",
                FailsAt = end == "failing" ? 20 : int.MaxValue,
            };
            HandlerRegistration handler = Attach(kind, consumer, new()
            {
                Buffer = new()
                {
                    Capacity = 8,
                    FullMode = mode,
                    DrainTimeout = end == "given up" ? TimeSpan.Zero : Threads.Patience,
                },
                Filter = (in _, _) => Interlocked.Increment(ref emitted) > 0,
            });
            handler.Detached += (_, _) =>
            {
                Interlocked.Increment(ref ends);
                ended.Set();
            };

            Threads.Run(
                () => EmitUntilDetached(0),
                () => EmitUntilDetached(1),
                () => FlushUntilDetached(handler),
                () => EndSoon(handler, end),
                () => EndSoon(handler, end));
            Threads.WaitFor(ended);

            BufferStatistics counts = handler.BufferStatistics!;
            Assert.Equal((emitted, 0), (counts.Delivered + counts.Dropped, counts.Queued));
            Assert.Equal((0, 1), (consumer.Wrong, ends));
            if (end == "given up" && kind != "buffered")
            {
                // Of a call that is given up, the test does not know how many events it has handled.
                Assert.InRange(consumer.Handled, 0, counts.Delivered);
            }
            else
            {
                Assert.Equal(consumer.Handled, counts.Delivered);
            }
        }

        void EmitUntilDetached(int emitter)
        {
            for (int i = 1; _dispatcher.HasHandlers("e"); i++)
            {
                Emit(emitter, i);
            }
        }

        static void FlushUntilDetached(HandlerRegistration handler)
        {
            while (handler.IsAttached)
            {
                Assert.True(handler.FlushAsync(Threads.Patience).GetAwaiter().GetResult(), "The flush did not end.");
            }
        }

        static void EndSoon(HandlerRegistration handler, string end)
        {
            SpinWait.SpinUntil(
                () => !handler.IsAttached || (end != "failing" && handler.BufferStatistics!.Delivered > 5), Threads.Patience);
            if (end == "disposed")
            {
                handler.Dispose();
            }
            else
            {
                handler.DisposeAsync().AsTask().GetAwaiter().GetResult();
            }
        }
    }

    /// <summary>The events of a thread are handled when its flush is complete, whatever others emit.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Flush_waits_for_all_events_that_its_caller_has_emitted(string kind)
    {
        const int Flushes = 300;
        var consumer = new OrderChecker(Emitters) { Yields = kind != "at once" };
        HandlerRegistration handler = Attach(kind, consumer, new() { Buffer = new() { DrainTimeout = Threads.Patience } });
        int early = 0;

        Threads.Run(Emitters, emitter =>
        {
            for (int i = 1; i <= Flushes; i++)
            {
                Emit(emitter, i);
                Assert.True(handler.FlushAsync(Threads.Patience).GetAwaiter().GetResult(), "The flush did not end.");
                if (consumer.Last(emitter) < i)
                {
                    Interlocked.Increment(ref early);
                }
            }
        });
        handler.Dispose();

        Assert.Equal((0, 0), (early, consumer.Wrong));
        Assert.Equal(Emitters * Flushes, consumer.Handled);
    }

    /// <summary>The same with a full buffer: an event that is not handled was dropped.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Flush_ends_while_others_emit_and_events_are_dropped(string kind)
    {
        foreach (BufferFullMode mode in (BufferFullMode[])[BufferFullMode.DropWrite, BufferFullMode.DropOldest])
        {
            var consumer = new OrderChecker(Emitters) { Yields = kind != "at once" };
            HandlerRegistration handler = Attach(
                kind, consumer, new() { Buffer = new() { Capacity = 2, FullMode = mode, DrainTimeout = Threads.Patience } });
            int[] last = new int[Emitters];

            Threads.RunDuring(
                () =>
                {
                    for (int i = 0; i < 200; i++)
                    {
                        Assert.True(handler.FlushAsync(Threads.Patience).GetAwaiter().GetResult(), "The flush did not end.");
                    }
                },
                () => Emit(0, ++last[0]),
                () => Emit(1, ++last[1]));
            handler.Dispose();

            BufferStatistics counts = handler.BufferStatistics!;
            Assert.Equal((last.Sum(), consumer.Handled, 0), (counts.Delivered + counts.Dropped, counts.Delivered, consumer.Wrong));
        }
    }

    private HandlerRegistration Attach(string kind, OrderChecker consumer, HandlerOptions options) => kind switch
    {
        "buffered" => _dispatcher.Attach("h", "e", consumer.Handle, options),
        "batch" => _dispatcher.AttachBatchAsync(
            "h", "e", consumer.HandleAsync, new() { MaxSize = 3, MaxDelay = TimeSpan.FromMilliseconds(1) }, options),
        _ => _dispatcher.AttachAsync("h", "e", (record, _) => consumer.HandleAsync([record], CancellationToken.None), options),
    };

    private void Emit(int emitter, int number) => _dispatcher.Execute("e", [new("emitter", emitter), new("number", number)]);
}
