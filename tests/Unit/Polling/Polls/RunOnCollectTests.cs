using Telemetry.Polling;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Polling;

public sealed class RunOnCollectTests : IDisposable
{
    private static readonly PollOptions s_onCollect = new() { OnCollect = true };

    private readonly PollsOfATest _test = new();

    private Poller Poller => _test.Poller;

    public void Dispose() => _test.Dispose();

    [Fact]
    public void M15_polls_on_collection_run_then_and_at_no_other_time()
    {
        Poll onCollect = Poller.Add("a", static _ => { }, s_onCollect);
        Poll atIntervals = Poller.Add("b", static _ => { }, PollsOfATest.OnRequest);
        Assert.True(PollsOfATest.Run(atIntervals));
        Assert.Equal(0, onCollect.Runs);
        Assert.Null(onCollect.NextRun);

        Poller.RunOnCollect(Threads.Patience);
        Poller.RunOnCollect(Threads.Patience);

        Assert.Equal((2, 1), (onCollect.Runs, atIntervals.Runs));
    }

    [Fact]
    public void M15_collection_does_not_wait_longer_than_told_and_the_run_goes_on()
    {
        using var release = new ManualResetEventSlim();
        Poll poll = Poller.Add("a", _ => Threads.WaitFor(release), s_onCollect);

        Poller.RunOnCollect(TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, poll.Runs);
        release.Set();
        Poller.RunOnCollect(Threads.Patience);

        Assert.InRange(poll.Runs, 1, 2);
    }

    [Fact]
    public void M15_collections_at_the_same_time_share_a_run()
    {
        using var inside = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        Poll poll = Poller.Add(
            "a",
            _ =>
            {
                inside.Set();
                Threads.WaitFor(release);
            },
            s_onCollect);

        Threads.Run(
            () => Poller.RunOnCollect(Threads.Patience),
            () =>
            {
                Threads.WaitFor(inside);

                // One that does not wait, or it would wait for the run that this thread holds.
                Poller.RunOnCollect(TimeSpan.Zero);
                Poller.RunOnCollect(TimeSpan.Zero);
                release.Set();
            });

        Assert.Equal(1, poll.Runs);
    }

    [Fact]
    public void M15_several_pollers_run_at_the_same_time()
    {
        using var second = new PollsOfATest();
        using var meeting = new Barrier(2);
        Poll a = Poller.Add("a", _ => Threads.MeetAt(meeting), s_onCollect);
        Poll b = second.Poller.Add("b", _ => Threads.MeetAt(meeting), s_onCollect);

        Poller.RunOnCollect([Poller, second.Poller], Threads.Patience);

        Assert.Equal((1, 1), (a.Runs, b.Runs));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void M15_poll_that_collects_does_not_wait_for_itself_or_for_another_that_waits_for_it(bool isAsynchronous)
    {
        using var second = new PollsOfATest();
        Poll a = Add(Poller);
        Poll b = Add(second.Poller);

        Poller.RunOnCollect([Poller, second.Poller], Threads.Patience);

        Assert.Equal((1, 1, 0, 0), (a.Runs, b.Runs, a.Failures, b.Failures));

        Poll Add(Poller poller) => isAsynchronous
            ? poller.Add(
                "a",
                async _ =>
                {
                    await Task.Yield();
                    await Task.Run(Collect);
                },
                s_onCollect)
            : poller.Add("a", _ => Collect(), s_onCollect);

        void Collect() => Poller.RunOnCollect([Poller, second.Poller], Timeout.InfiniteTimeSpan);
    }

    [Fact]
    public async Task M15_code_that_a_poll_left_running_collects_like_any_other()
    {
        using var hasEnded = new ManualResetEventSlim();
        Task? later = null;
        Poll poll = Poller.Add(
            "a",
            _ =>
            {
                later ??= Task.Run(() =>
                {
                    Threads.WaitFor(hasEnded);
                    Poller.RunOnCollect(Threads.Patience);
                });
            },
            s_onCollect);
        Poller.RunOnCollect(Threads.Patience);
        hasEnded.Set();

        await later!;

        Assert.Equal(2, poll.Runs);
    }
}
