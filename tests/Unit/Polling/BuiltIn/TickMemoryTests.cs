using Telemetry.Polling;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Polling;

[Trait("Category", "Slow")]
[Collection(MemoryOfTheProcess.Name)]
public sealed class TickMemoryTests
{
    private const int Ticks = 1_000;
    private const int Rounds = 3;

    // Less than one object for each tick.
    private const int MostRetained = 16 * Ticks;

    [Theory]
    [InlineData("Runtime")]
    [InlineData("Process")]
    public void P4_a_thousand_ticks_add_no_thread_and_no_memory(string name)
    {
        using var test = new PollsOfATest();
        test.Dispatcher.Attach("listener", EventPattern.Parse("*"), static (in EventData _, object? _) => { });
        var threads = new HashSet<Thread>();
        test.Poller.RunStarting += (_, _) => threads.Add(Thread.CurrentThread);
        Poll poll = test.Poller.AddBuiltIn(name, PollsOfATest.OnRequest);
        Tick(100);

        // The process retains some memory for others. What a tick retains is in each round.
        long retained = Enumerable.Range(0, Rounds).Min(_ =>
        {
            long before = GC.GetTotalMemory(forceFullCollection: true);
            Tick(Ticks);
            return GC.GetTotalMemory(forceFullCollection: true) - before;
        });

        Assert.True(retained < MostRetained, $"{retained} bytes are retained.");
        Assert.Equal(((Rounds * Ticks) + 100, 0), (poll.Runs, poll.Failures));
        Assert.Single(threads);

        void Tick(int count)
        {
            for (int i = 0; i < count; i++)
            {
                Assert.True(PollsOfATest.Run(poll));
            }
        }
    }
}
