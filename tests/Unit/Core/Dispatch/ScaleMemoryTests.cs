using Telemetry.Benchmarks.Scale;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

[Trait("Category", "Slow")]
[Collection(MemoryOfTheProcess.Name)]
public sealed class ScaleMemoryTests
{
    // What the runtime itself does meanwhile.
    private const long Noise = 500_000;

    [Fact]
    public void Known_event_takes_two_hundred_bytes() =>
        Assert.InRange(RetainedMemory.OfKnownEvent(100_000), 150, 260);

    [Fact]
    public void Handler_takes_four_hundred_bytes() =>
        Assert.InRange(RetainedMemory.OfHandler(20_000), 200, 500);

    [Fact]
    public void Handlers_that_were_detached_leave_nothing_but_their_events()
    {
        const int Count = 10_000;
        var dispatcher = new TelemetryDispatcher();
        EventName[] names = [.. Enumerable.Range(0, Count).Select(i => dispatcher.GetEvent($"event.{i}").EventName)];
        Assert.All(names, name => Assert.Equal(2, name.Segments.Count));

        long growth = MemoryOfTheProcess.SmallestGrowth(_ =>
        {
            HandlerRegistration[] handlers =
                [.. names.Select(name => dispatcher.Attach($"handler of {name}", name, Handlers.Nothing))];
            Array.ForEach(handlers, handler => handler.Dispose());
        });

        Assert.InRange(growth, -Noise, Noise);
        Assert.Empty(dispatcher.List());
    }

    [Fact]
    public void A_million_names_never_repeated_leave_memory_where_it_was()
    {
        var dispatcher = new TelemetryDispatcher();
        dispatcher.Attach("h", "made.up.0", Handlers.Nothing);
        int known = dispatcher.GetEvents().Count;

        long growth = MemoryOfTheProcess.SmallestGrowth(round =>
            NeverRepeatedNames.Emit(dispatcher, first: 1 + (round * 1_000_000), count: 1_000_000));

        Assert.InRange(growth, -Noise, Noise);
        Assert.Equal(known, dispatcher.GetEvents().Count);
    }

    /// <summary>A pattern makes the dispatcher keep names that repeat, so that it need not look at the pattern again; of those
    /// that do not, it keeps nothing.</summary>
    [Fact]
    public void A_million_names_never_repeated_leave_memory_where_it_was_where_a_pattern_takes_them_in()
    {
        const int Names = 1_000_000;
        long calls = 0;
        var dispatcher = new TelemetryDispatcher();
        dispatcher.Attach("h", EventPattern.Parse("made.*"), (in _, _) => calls++);
        int known = dispatcher.GetEvents().Count;

        int rounds = 0;
        long growth = MemoryOfTheProcess.SmallestGrowth(round =>
        {
            rounds++;
            NeverRepeatedNames.Emit(dispatcher, first: round * Names, Names);
        });

        Assert.InRange(growth, -Noise, Noise);
        Assert.Equal(known, dispatcher.GetEvents().Count);
        Assert.Equal((long)rounds * Names, calls);
    }

    [Fact]
    public void Names_that_repeat_are_kept_up_to_a_limit_where_a_pattern_takes_them_in()
    {
        const int Names = 100_000;
        var dispatcher = new TelemetryDispatcher();
        dispatcher.Attach("h", EventPattern.Parse("made.*"), Handlers.Nothing);

        long growth = RetainedMemory.GrowthBy(() =>
        {
            for (int name = 0; name < Names; name += 1_000)
            {
                for (int round = 0; round < 3; round++)
                {
                    NeverRepeatedNames.Emit(dispatcher, name, 1_000);
                }
            }
        });
        long growthBeyond = RetainedMemory.GrowthBy(() =>
        {
            for (int name = Names; name < 4 * Names; name += 1_000)
            {
                for (int round = 0; round < 3; round++)
                {
                    NeverRepeatedNames.Emit(dispatcher, name, 1_000);
                }
            }
        });

        // What is kept waxes and wanes between half of the limit and all of it.
        const long Limit = 10_000 * 300L;
        Assert.InRange(growth, 100_000, Limit + Noise);
        Assert.InRange(growth + growthBeyond, 100_000, Limit + Noise);
        GC.KeepAlive(dispatcher);
    }
}
