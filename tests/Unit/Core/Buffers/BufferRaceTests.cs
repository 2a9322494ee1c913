using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

/// <summary>The promise: whatever happens, each event that is emitted for a handler is delivered or dropped, and counted as
/// what it was; and the handler is called by one thread at a time, with each emitter's events in their order.</summary>
[Trait("Category", "Slow")]
public sealed class BufferRaceTests
{
    private const int Emitters = 4;

    private readonly TelemetryDispatcher _dispatcher = new();

    [Theory]
    [InlineData(BufferFullMode.DropWrite, 64)]
    [InlineData(BufferFullMode.DropOldest, 64)]
    [InlineData(BufferFullMode.DropOldest, 1)]
    public void P4_each_of_a_million_events_is_delivered_or_dropped(BufferFullMode mode, int capacity)
    {
        const int Events = 250_000;
        var consumer = new OrderChecker(Emitters);
        HandlerRegistration handler = _dispatcher.Attach(
            "h",
            "e",
            consumer.Handle,
            options: new() { Buffer = new() { Capacity = capacity, FullMode = mode, DrainTimeout = Threads.Patience } });

        Threads.Run(Emitters, emitter => Emit(emitter, Events));
        handler.Dispose();

        BufferStatistics statistics = handler.BufferStatistics!;
        Assert.Equal(Emitters * Events, statistics.Delivered + statistics.Dropped);
        Assert.Equal(0, statistics.Queued);
        Assert.Equal(consumer.Calls, statistics.Delivered);
        Assert.Equal(0, consumer.Wrong);
        Assert.InRange(statistics.Delivered, 1, Emitters * Events);
    }

    [Fact]
    public void P4_nothing_is_dropped_where_all_have_room()
    {
        const int Events = 20_000;
        var consumer = new OrderChecker(Emitters);
        HandlerRegistration handler = _dispatcher.Attach(
            "h", "e", consumer.Handle, options: new() { Buffer = new() { Capacity = Emitters * Events, DrainTimeout = Threads.Patience } });

        Threads.Run(Emitters, emitter => Emit(emitter, Events));
        handler.Dispose();

        Assert.Equal((Emitters * Events, 0), (consumer.Calls, consumer.Wrong));
        Assert.Equal(0, handler.BufferStatistics!.Dropped);
    }

    /// <summary>The same while the handler ends: disposed from two threads, given up on at once, or failing.</summary>
    [Theory]
    [InlineData("disposed", BufferFullMode.DropWrite)]
    [InlineData("disposed", BufferFullMode.DropOldest)]
    [InlineData("given up", BufferFullMode.DropWrite)]
    [InlineData("given up", BufferFullMode.DropOldest)]
    [InlineData("failing", BufferFullMode.DropOldest)]
    public void P4_each_event_is_counted_once_when_the_handler_ends_meanwhile(string way, BufferFullMode mode)
    {
        const int Rounds = 50;
        for (int round = 0; round < Rounds; round++)
        {
            long emitted = 0;
            int ends = 0;
            using var ended = new ManualResetEventSlim();
            var consumer = new OrderChecker(2) { FailsAt = way == "failing" ? 20 : int.MaxValue };
            HandlerRegistration handler = _dispatcher.Attach("h", "e", consumer.Handle, options: new()
            {
                Buffer = new()
                {
                    Capacity = 8,
                    FullMode = mode,
                    DrainTimeout = way == "given up" ? TimeSpan.Zero : Threads.Patience,
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
                () => DisposeSoon(handler, way),
                () => DisposeSoon(handler, way));
            Threads.WaitFor(ended);

            BufferStatistics statistics = handler.BufferStatistics!;
            Assert.Equal(emitted, statistics.Delivered + statistics.Dropped);
            Assert.Equal(consumer.Calls, statistics.Delivered);
            Assert.Equal((0, 1), (consumer.Wrong, ends));
        }

        void EmitUntilDetached(int emitter)
        {
            for (int i = 1; _dispatcher.HasHandlers("e"); i++)
            {
                Emit(emitter, 1, i);
            }
        }

        static void DisposeSoon(HandlerRegistration handler, string way)
        {
            SpinWait.SpinUntil(
                () => !handler.IsAttached || (way != "failing" && handler.BufferStatistics!.Delivered > 5), Threads.Patience);
            handler.Dispose();
        }
    }

    /// <summary>The same while the handler is replaced again and again: each emit goes to one of them.</summary>
    [Fact]
    public void P4_each_event_goes_to_one_of_the_handlers_that_replace_each_other()
    {
        const int Replacements = 300;
        int emitted = 0;
        var handlers = new List<(HandlerRegistration Registration, OrderChecker Consumer)>();
        Replace();

        Threads.RunDuring(
            () =>
            {
                for (int i = 0; i < Replacements; i++)
                {
                    Replace();
                }
            },
            () => Emit(0, 1, Interlocked.Increment(ref emitted)),
            () => Emit(1, 1, Interlocked.Increment(ref emitted)));
        _dispatcher.Detach("h");

        Assert.Equal(
            emitted,
            handlers.Sum(handler => handler.Registration.BufferStatistics!.Delivered + handler.Registration.BufferStatistics.Dropped));
        Assert.All(handlers, handler => Assert.Equal(
            (handler.Registration.BufferStatistics!.Delivered, 0L, 0),
            (handler.Consumer.Calls, handler.Registration.BufferStatistics.Queued, handler.Consumer.Wrong)));

        void Replace()
        {
            var consumer = new OrderChecker(2);
            handlers.Add((
                _dispatcher.Replace(
                    "h",
                    [EventName.Parse("e")],
                    consumer.Handle,
                    options: new() { Buffer = new() { Capacity = 16, DrainTimeout = Threads.Patience } }),
                consumer));
        }
    }

    private void Emit(int emitter, int count, int from = 1)
    {
        for (int i = from; i < from + count; i++)
        {
            _dispatcher.Execute("e", [new("emitter", emitter), new("number", i)]);
        }
    }

    private sealed class OrderChecker(int emitters)
    {
        private readonly long[] _last = new long[emitters];
        private int _inside;

        public int FailsAt { get; init; } = int.MaxValue;

        public int Calls { get; private set; }

        /// <summary>How often it was called out of order, or by two threads at once.</summary>
        public int Wrong { get; private set; }

        public void Handle(in EventData data, object? config)
        {
            int inside = Interlocked.Increment(ref _inside);
            data.TryGetMeasurement("emitter", out MeasurementValue emitter);
            data.TryGetMeasurement("number", out MeasurementValue number);
            if (inside != 1 || !emitter.TryGetInt64(out long from) || !number.TryGetInt64(out long i) || i <= _last[from])
            {
                Wrong++;
            }
            else
            {
                _last[from] = i;
            }

            Calls++;
            Interlocked.Decrement(ref _inside);
            if (Calls >= FailsAt)
            {
                throw new InvalidOperationException("boom");
            }
        }
    }
}
