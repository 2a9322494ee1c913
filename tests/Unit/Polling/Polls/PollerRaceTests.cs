using Telemetry.Polling;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Polling;

/// <summary>Additions, runs and removals at the same time.</summary>
[Trait("Category", "Slow")]
public sealed class PollerRaceTests : IDisposable
{
    private const int Rounds = 1_000;

    private readonly PollsOfATest _test = new();

    private Poller Poller => _test.Poller;

    public void Dispose() => _test.Dispose();

    [Fact]
    public void P5_no_run_is_under_way_after_a_removal_and_none_begins()
    {
        for (int round = 0; round < Rounds; round++)
        {
            int inside = 0;
            int removed = 0;
            int late = 0;
            Poll poll = Poller.Add(
                "a",
                _ =>
                {
                    Volatile.Write(ref inside, 1);
                    late += Volatile.Read(ref removed);
                    Volatile.Write(ref inside, 0);
                },
                PollsOfATest.OnRequest);

            Threads.Run(
                Remove,
                Remove,
                () => poll.RunAsync(Threads.Patience).GetAwaiter().GetResult(),
                () => Poller.RunOnCollect(Threads.Patience));

            Assert.Equal((0, PollState.Removed), (late, poll.State));
            Assert.Empty(Poller.List());

            void Remove()
            {
                Assert.True(poll.RemoveAsync(Threads.Patience).GetAwaiter().GetResult());
                Assert.Equal(0, Volatile.Read(ref inside));
                Volatile.Write(ref removed, 1);
            }
        }
    }

    [Fact]
    public void P2_poller_has_one_thread_however_additions_meet_the_end_of_the_last_one()
    {
        var threads = new HashSet<Thread>();
        int inside = 0;
        int overlaps = 0;
        Threads.Run(2, index =>
        {
            for (int round = 0; round < Rounds; round++)
            {
                using Poll poll = Poller.Add(
                    $"p{index}",
                    _ =>
                    {
                        overlaps += Interlocked.Increment(ref inside) - 1;
                        threads.Add(Thread.CurrentThread);
                        Interlocked.Decrement(ref inside);
                    },
                    PollsOfATest.OnRequest);
                Assert.True(PollsOfATest.Run(poll));
            }
        });

        Assert.Equal(0, overlaps);
        Assert.All(threads, PollsOfATest.WaitForEnd);
    }

    [Fact]
    public async Task P2_abandoned_run_that_ends_meanwhile_leaves_a_poller_that_works()
    {
        Thread? last = null;
        for (int round = 0; round < Rounds; round++)
        {
            using var release = new ManualResetEventSlim();
            using var inside = new ManualResetEventSlim();
            Poll hung = Poller.Add(
                "hung",
                _ =>
                {
                    inside.Set();
                    Threads.WaitFor(release);
                },
                PollsOfATest.OnRequest);
            Poll other = Poller.Add("other", _ => last = Thread.CurrentThread, PollsOfATest.OnRequest);
            Task<bool> run = hung.RunAsync(Threads.Patience);
            Threads.WaitFor(inside);

            Threads.Run(
                release.Set,
                () => hung.RemoveAsync(TimeSpan.Zero).GetAwaiter().GetResult(),
                () => Assert.True(PollsOfATest.Run(other)));

            bool succeeded = await run;
            Assert.True(await hung.RemoveAsync(Threads.Patience) || !succeeded);
            other.Dispose();
        }

        PollsOfATest.WaitForEnd(last!);
        Assert.Empty(Poller.List());
    }

    [Fact]
    public async Task P5_pollers_that_dispose_each_others_polls_do_not_deadlock()
    {
        for (int round = 0; round < 50; round++)
        {
            using var second = new PollsOfATest();
            using var first = new PollsOfATest();
            using var meeting = new Barrier(2);
            Poll? a = null;
            Poll? b = null;
            bool[] results = new bool[2];
            a = first.Poller.Add("a", context => Remove(context, 0, b!), PollsOfATest.OnRequest);
            b = second.Poller.Add("b", context => Remove(context, 1, a), PollsOfATest.OnRequest);

            Task<bool> runA = a.RunAsync(Threads.Patience);
            Task<bool> runB = b.RunAsync(Threads.Patience);

            await Task.WhenAll(runA, runB).WaitAsync(Threads.Patience, TestContext.Current.CancellationToken);
            Assert.Equal((PollState.Removed, PollState.Removed), (a.State, b.State));

            void Remove(PollContext _, int index, Poll other)
            {
                Threads.MeetAt(meeting);
                results[index] = other.RemoveAsync(TimeSpan.FromMilliseconds(5)).GetAwaiter().GetResult();
            }
        }
    }
}
