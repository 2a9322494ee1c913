using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

[Trait("Category", "Slow")]
public sealed class ScaleTests
{
    [Fact]
    public void A_million_names_never_repeated_are_emitted_without_memory()
    {
        const int Batches = 100;
        const int Names = 10_000;
        var dispatcher = new TelemetryDispatcher();
        dispatcher.Attach("h", "name.known", Handlers.Nothing);
        int known = dispatcher.GetEvents().Count;
        long least = long.MaxValue;

        for (int batch = 0; batch < Batches; batch++)
        {
            string[] texts = [.. Enumerable.Range(batch * Names, Names).Select(i => $"name.{i}")];
            EventName[] names = [.. texts.Take(Names / 10).Select(text => EventName.Parse(text + ".parsed"))];

            long before = GC.GetAllocatedBytesForCurrentThread();
            foreach (string text in texts)
            {
                dispatcher.Execute(text, [new("items", 3)], [new("queue", "mail")]);
            }

            foreach (EventName name in names)
            {
                dispatcher.Execute(name, 42);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
        Assert.Equal(known, dispatcher.GetEvents().Count);
        Assert.False(dispatcher.TryGetEvent("name.0", out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100_000)]
    public void Emit_allocates_nothing_and_calls_its_own_handler_alone_however_many_events_are_known(int others)
    {
        TelemetryDispatcher dispatcher = WithOthers(others);
        EventName name = EventName.Parse("own.event");
        TelemetryEvent handle = dispatcher.GetEvent(name);
        long calls = 0;
        dispatcher.Attach("own", name, (in _, _) => calls++);

        Assert.Equal(0, Allocated.BytesPerCall(() => handle.Execute([new("items", 3)], [new("queue", "mail")])));
        Assert.Equal(0, Allocated.BytesPerCall(() => dispatcher.Execute(name, [new("items", 3)], [new("queue", "mail")])));
        Assert.Equal(0, Allocated.BytesPerCall(() => dispatcher.Execute("own.event", [new("items", 3)], [new("queue", "mail")])));
        Assert.Equal(3 * Allocated.Calls, calls);
    }

    [Fact]
    public void Emit_to_one_of_many_handlers_calls_that_one()
    {
        const int Events = 100_000;
        var dispatcher = new TelemetryDispatcher();
        int[] calls = new int[Events];
        for (int i = 0; i < Events; i++)
        {
            int number = i;
            dispatcher.Attach($"h-{i}", $"event.{i}", (in _, _) => calls[number]++);
        }

        for (int i = 0; i < Events; i++)
        {
            dispatcher.Execute($"event.{i}");
        }

        Assert.All(calls, count => Assert.Equal(1, count));
    }

    [Fact]
    public void Attach_and_detach_allocate_the_same_however_many_handlers_other_events_have()
    {
        double alone = BytesToAttachAndDetach(others: 1);
        double amongMany = BytesToAttachAndDetach(others: 10_000);

        Assert.InRange(alone, 1, 4_000);
        Assert.Equal(alone, amongMany);
        Assert.InRange(BytesToAttachAndDetach(others: 0), 1, 4_000);
    }

    [Fact]
    public void List_by_prefix_allocates_for_what_it_returns_and_not_for_what_there_is()
    {
        double amongFew = BytesToListTen(others: 10);
        double amongMany = BytesToListTen(others: 100_000);

        Assert.InRange(amongMany / amongFew, 0.9, 1.1);
    }

    [Fact]
    public void Attached_and_detached_again_an_event_leaves_no_handler_behind()
    {
        var dispatcher = new TelemetryDispatcher();
        var config = Attach(dispatcher);

        dispatcher.Detach("h");
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.False(config.IsAlive);
        GC.KeepAlive(dispatcher);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static WeakReference Attach(TelemetryDispatcher dispatcher)
        {
            var config = new object();
            dispatcher.AttachMany("h", ["a.b", "a"], Handlers.Nothing, config);
            return new WeakReference(config);
        }
    }

    private static double BytesToAttachAndDetach(int others)
    {
        TelemetryDispatcher dispatcher = WithOthers(others);
        EventName name = EventName.Parse("own.event");

        double bytes = Allocated.BytesPerCall(() =>
        {
            dispatcher.Attach("own", name, Handlers.Nothing);
            dispatcher.Detach("own");
        });

        Assert.Equal(others, dispatcher.List().Count);
        return bytes;
    }

    private static double BytesToListTen(int others)
    {
        TelemetryDispatcher dispatcher = WithOthers(others);
        for (int i = 0; i < 10; i++)
        {
            dispatcher.Attach($"wanted-{i}", $"wanted.event.{i}", Handlers.Nothing);
        }

        EventName prefix = EventName.Parse("wanted.event");
        Assert.Equal(10, dispatcher.List(prefix).Count);
        return Allocated.BytesPerCall(() => dispatcher.List(prefix));
    }

    private static TelemetryDispatcher WithOthers(int count)
    {
        var dispatcher = new TelemetryDispatcher();
        for (int i = 0; i < count; i++)
        {
            dispatcher.Attach($"other-{i}", $"other.event.{i}", Handlers.Nothing);
        }

        return dispatcher;
    }
}
