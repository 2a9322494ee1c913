using Telemetry.Polling;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Polling;

/// <summary>Runs that do not end: each is abandoned five seconds after it was cancelled.</summary>
[Trait("Category", "Slow")]
public sealed class PollHangTests : IDisposable
{
    private readonly PollsOfATest _test = new();
    private readonly ManualResetEventSlim _release = new();

    private Poller Poller => _test.Poller;

    public void Dispose()
    {
        _release.Set();
        _test.Dispose();
    }

    [Fact]
    public void P2_run_that_obeys_the_cancellation_fails_by_its_timeout_on_the_same_thread()
    {
        Poll poll = Poller.Add(
            "a",
            static async context => await Task.Delay(Timeout.Infinite, context.Cancellation),
            Limited());

        Assert.False(PollsOfATest.Run(poll));

        Assert.Equal((PollState.Failing, "it did not end within 0.02 s"), (poll.State, poll.LastError));
        Assert.Equal(["Poll 'a' failed: it did not end within 0.02 s. It continues to try."], _test.Notices);
    }

    [Fact]
    public void P2_run_that_emits_without_end_is_ended_by_its_timeout()
    {
        Poll poll = Poller.Add(
            "a.b",
            static context =>
            {
                while (true)
                {
                    context.Emit(1);
                }
            },
            Limited());

        Assert.False(PollsOfATest.Run(poll));

        Assert.Equal(PollState.Failing, poll.State);
    }

    [Fact]
    public void P2_run_that_swallows_its_cancellation_has_failed()
    {
        Poll poll = Poller.Add("a", static context => context.Cancellation.WaitHandle.WaitOne(Threads.Patience), Limited());

        Assert.False(PollsOfATest.Run(poll));
    }

    [Theory]
    [InlineData("code", false)]
    [InlineData("task", false)]
    [InlineData("RunStarting", false)]
    [InlineData("RunEnded", false)]
    [InlineData("code", true)]
    public async Task P2_run_that_hangs_is_abandoned_and_the_others_go_on_until_it_ends(string place, bool blocksCancellation)
    {
        // Longer than a run that does not hang takes on a busy machine.
        PollOptions options = Limited();
        options.Timeout = TimeSpan.FromSeconds(2);
        using EventRecorder recorder = EventRecorder.Start(_test.Dispatcher, "telemetry.poller.poll.*");
        var ended = new List<PollRun>();
        bool hangs = true;
        Poller.RunStarting += (_, run) => Hang(run, "RunStarting");
        Poller.RunEnded += (_, run) =>
        {
            lock (ended)
            {
                ended.Add(run);
            }

            Hang(run, "RunEnded");
        };
        Poll poll = Poller.Add(
            "hung",
            context =>
            {
                if (blocksCancellation)
                {
                    context.Cancellation.Register(() => Threads.WaitFor(_release));
                }

                if (hangs && place == "code")
                {
                    Threads.WaitFor(_release);
                }

                return hangs && place == "task" ? Task.Run(() => Threads.WaitFor(_release)) : Task.CompletedTask;
            },
            options);
        Poll other = Poller.Add("other", static _ => { }, PollsOfATest.OnRequest);

        Assert.False(await poll.RunAsync(Threads.Patience));
        Assert.True(await other.RunAsync(Threads.Patience));
        Assert.Equal(PollState.Abandoned, poll.State);
        Assert.Contains("was abandoned", Assert.Single(_test.Notices), StringComparison.Ordinal);
        Assert.False(await poll.RunAsync(Threads.Patience));
        Poller.RunOnCollect();
        Assert.Null(poll.NextRun);

        hangs = false;
        _release.Set();

        PollsOfATest.WaitUntil(() => poll.State != PollState.Abandoned);
        Assert.True(await poll.RunAsync(Threads.Patience));
        Assert.Equal(2, poll.Runs);
        string[] phases = [.. recorder.Records.Where(record => record.Metadata["poll"].ToString() == "hung")
            .Select(record => record.EventName.Segments[^1])];
        string[] first = place switch
        {
            "RunStarting" => [],
            "RunEnded" => ["start", "stop"],
            _ => ["start", "exception"],
        };
        Assert.Equal([.. first, "start", "stop"], phases);
        lock (ended)
        {
            Assert.Equal([place == "RunEnded", true], ended.Where(run => run.Poll == poll).Select(run => run.Succeeded));
        }

        void Hang(PollRun run, string where)
        {
            if (hangs && where == place && run.Poll.Name == "hung")
            {
                Threads.WaitFor(_release);
            }
        }
    }

    [Fact]
    public void P2_poll_that_hangs_again_and_again_is_noticed_once_an_episode()
    {
        using var released = new AutoResetEvent(false);
        PollOptions options = Limited();
        Poll poll = Poller.Add("hung", _ => Assert.True(released.WaitOne(Threads.Patience)), options);

        for (int i = 0; i < 2; i++)
        {
            Assert.False(PollsOfATest.Run(poll));
            released.Set();
            PollsOfATest.WaitUntil(() => poll.State == PollState.Failing);
        }

        Assert.Equal(2, poll.Failures);
        Assert.Equal(
            ["A run of poll 'hung' was abandoned: it did not end within 0.02 s, and went on when it was cancelled. The poll runs again"
                + " when that run has ended."],
            _test.Notices);
    }

    private static PollOptions Limited()
    {
        PollOptions options = PollsOfATest.OnRequest;
        options.Timeout = TimeSpan.FromMilliseconds(20);
        return options;
    }
}
