using Telemetry.Polling;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Polling;

public sealed class PollRemovalTests : IDisposable
{
    private readonly PollsOfATest _test = new();

    private Poller Poller => _test.Poller;

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task P5_removal_cancels_the_run_and_waits_for_it()
    {
        using var inside = new ManualResetEventSlim();
        bool hasEnded = false;
        Poll poll = Poller.Add(
            "a",
            context =>
            {
                inside.Set();
                Assert.True(context.Cancellation.WaitHandle.WaitOne(Threads.Patience));
                hasEnded = true;
                context.Cancellation.ThrowIfCancellationRequested();
            });
        Threads.WaitFor(inside);

        Assert.True(await poll.RemoveAsync(Threads.Patience));

        Assert.True(hasEnded);
        Assert.Equal((PollState.Removed, 1, 0), (poll.State, poll.Runs, poll.Failures));
        Assert.Empty(_test.Notices);
    }

    [Fact]
    public async Task P5_removal_ends_a_run_that_emits_without_end()
    {
        using var inside = new ManualResetEventSlim();
        Poll poll = Poller.Add(
            "a.b",
            context =>
            {
                while (true)
                {
                    context.Emit(1);
                    inside.Set();
                }
            });
        Threads.WaitFor(inside);

        Assert.True(await poll.RemoveAsync(Threads.Patience));
    }

    [Fact]
    public async Task P5_removal_of_a_run_that_does_not_end_is_bounded_and_the_other_polls_go_on_on_a_new_thread()
    {
        using var inside = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var ended = new TaskCompletionSource<PollRun>();
        Thread? hung = null;
        Thread? next = null;
        PollContext? kept = null;
        Poller.RunEnded += (_, run) => _ = run.Poll.Name == "hung" && ended.TrySetResult(run);
        Poll other = Poller.Add("other", _ => next = Thread.CurrentThread, PollsOfATest.OnRequest);
        Poll poll = Poller.Add(
            "hung",
            context =>
            {
                hung = Thread.CurrentThread;
                kept = context;
                inside.Set();
                Threads.WaitFor(release);
            });
        Threads.WaitFor(inside);

        Assert.False(await poll.RemoveAsync(TimeSpan.FromMilliseconds(1)));

        Assert.True(PollsOfATest.Run(other));
        Assert.NotSame(hung, next);
        Assert.Throws<OperationCanceledException>(() => kept!.Emit("a.b", 1));
        PollRun run = await ended.Task.WaitAsync(Threads.Patience, TestContext.Current.CancellationToken);
        Assert.True(run.IsAbandoned);
        Assert.False(run.Succeeded);
        Assert.Equal(PollState.Removed, poll.State);
        PollsOfATest.WaitUntil(() => _test.Notices.Length > 0);
        Assert.Equal(["The last run of poll 'hung' did not end in time after the poll was removed, and was abandoned."], _test.Notices);

        release.Set();
        PollsOfATest.WaitForEnd(hung!);
        Assert.True(await poll.RemoveAsync(TimeSpan.Zero));
        Assert.Equal(1, poll.Runs);
    }

    [Fact]
    public async Task P5_removal_does_not_wait_longer_than_told_for_another_removal()
    {
        using var inside = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        Poll poll = Poller.Add(
            "hung",
            _ =>
            {
                inside.Set();
                Threads.WaitFor(release);
            });
        Threads.WaitFor(inside);
        Task<bool> first = poll.RemoveAsync(Threads.Patience);

        Assert.False(await poll.RemoveAsync(TimeSpan.FromMilliseconds(1)));
        Assert.False(first.IsCompleted);
        release.Set();

        Assert.True(await first);
        Assert.True(await poll.RemoveAsync(TimeSpan.FromMilliseconds(1)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void P5_poll_can_remove_itself_and_its_run_goes_on(bool isAsynchronous)
    {
        using EventRecorder recorder = EventRecorder.Start(_test.Dispatcher, "a.b");
        Thread? thread = null;
        Poll poll = isAsynchronous
            ? Poller.Add("a.b", RemoveAsync, PollsOfATest.OnRequest)
            : Poller.Add("a.b", Remove, PollsOfATest.OnRequest);
        Poller.RunStarting += (_, _) => thread = Thread.CurrentThread;

        Assert.True(PollsOfATest.Run(poll));

        Assert.Single(recorder.Records);
        Assert.Equal((PollState.Removed, 1, 0), (poll.State, poll.Runs, poll.Failures));
        PollsOfATest.WaitForEnd(thread!);

        static void Remove(PollContext context)
        {
            context.Poll.Dispose();
            Assert.True(context.Poll.RemoveAsync(Timeout.InfiniteTimeSpan).GetAwaiter().GetResult());
            context.Emit(1);
        }

        static async Task RemoveAsync(PollContext context)
        {
            await Task.Yield();
            Remove(context);
        }
    }

    [Fact]
    public void P5_poller_can_be_disposed_inside_of_a_poll()
    {
        Thread? thread = null;
        Poller.Add("other", static _ => { }, PollsOfATest.OnRequest);
        Poll poll = Poller.Add(
            "a",
            _ =>
            {
                thread = Thread.CurrentThread;
                Poller.Dispose();
            },
            PollsOfATest.OnRequest);

        Assert.True(PollsOfATest.Run(poll));

        Assert.Empty(Poller.List());
        PollsOfATest.WaitForEnd(thread!);
        Assert.Throws<ObjectDisposedException>(() => Poller.Add("b", static _ => { }));
    }

    [Fact]
    public void P5_subscriber_can_remove_the_poll_whose_run_ended()
    {
        Poller.RunEnded += static (_, run) => run.Poll.Dispose();
        Poll poll = Poller.Add("a", static _ => { }, PollsOfATest.OnRequest);

        Assert.True(PollsOfATest.Run(poll));

        Assert.Equal(PollState.Removed, poll.State);
    }

    [Fact]
    public void P2_poll_that_removes_itself_and_adds_another_leaves_the_poller_one_thread()
    {
        Thread? first = null;
        Thread? second = null;
        Poll? added = null;
        Poll poll = Poller.Add(
            "a",
            context =>
            {
                first = Thread.CurrentThread;
                context.Poll.Dispose();
                added = Poller.Add("b", _ => second = Thread.CurrentThread, PollsOfATest.OnRequest);
            },
            PollsOfATest.OnRequest);
        Assert.True(PollsOfATest.Run(poll));

        Assert.True(PollsOfATest.Run(added!));

        Assert.Same(first, second);
    }
}
