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
        Assert.Equal(consumer.Handled, statistics.Delivered);
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

        Assert.Equal((Emitters * Events, 0), (consumer.Handled, consumer.Wrong));
        Assert.Equal(0, handler.BufferStatistics!.Dropped);
    }

    /// <summary>While the handler is replaced again and again, each emit goes to one of the handlers.</summary>
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
            (handler.Consumer.Handled, handler.Registration.BufferStatistics.Queued, handler.Consumer.Wrong)));

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
}
