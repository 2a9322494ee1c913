using Telemetry.Polling;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Polling;

public sealed class PollerTests : IDisposable
{
    private readonly PollsOfATest _test = new();

    private Poller Poller => _test.Poller;

    public void Dispose() => _test.Dispose();

    [Fact]
    public void P2_poll_runs_at_once_and_at_intervals_on_one_background_thread()
    {
        using var runs = new CountdownEvent(4);
        Thread[] threads = new Thread[4];

        using Poll poll = Poller.Add(
            "a",
            _ =>
            {
                if (!runs.IsSet)
                {
                    threads[runs.InitialCount - runs.CurrentCount] = Thread.CurrentThread;
                    runs.Signal();
                }
            },
            PollsOfATest.Often);

        Assert.True(runs.Wait(Threads.Patience, TestContext.Current.CancellationToken));
        Assert.Single(threads.Distinct());
        Assert.True(threads[0].IsBackground);
        Assert.False(threads[0].IsThreadPoolThread);
        Assert.True(poll.Runs >= 3);
    }

    [Fact]
    public void P2_thread_ends_with_the_last_poll_and_another_one_starts_with_the_next()
    {
        Thread first = ThreadOf("a");
        Thread same = ThreadOf("b");
        Assert.Same(first, same);

        Poller.Find("a")!.Dispose();
        Assert.True(first.IsAlive);
        Poller.Find("b")!.Dispose();
        PollsOfATest.WaitForEnd(first);

        Assert.NotSame(first, ThreadOf("c"));

        Thread ThreadOf(string name)
        {
            Thread? thread = null;
            Assert.True(PollsOfATest.Run(Poller.Add(name, _ => thread = Thread.CurrentThread, PollsOfATest.OnRequest)));
            return thread!;
        }
    }

    [Fact]
    public void P2_polls_of_a_poller_take_turns_and_never_overlap()
    {
        int inside = 0;
        int most = 0;
        Poll[] polls = [.. Enumerable.Range(0, 5).Select(i => Poller.Add(
            $"p{i}",
            _ =>
            {
                most = Math.Max(most, Interlocked.Increment(ref inside));
                Thread.SpinWait(2_000);
                Interlocked.Decrement(ref inside);
            },
            PollsOfATest.Often))];

        PollsOfATest.WaitUntil(() => Array.TrueForAll(polls, poll => poll.Runs >= 5));

        Assert.Equal(1, most);
    }

    [Fact]
    public void P2_ticks_that_pass_during_a_run_are_missed()
    {
        using var inside = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        using Poll poll = Poller.Add(
            "slow",
            _ =>
            {
                inside.Set();
                Threads.WaitFor(release);
            },
            PollsOfATest.Often);
        Threads.WaitFor(inside);
        DateTime start = DateTime.UtcNow;
        PollsOfATest.WaitUntil(() => DateTime.UtcNow - start > TimeSpan.FromMilliseconds(50));
        Assert.Equal(PollState.Running, poll.State);
        Assert.Null(poll.NextRun);

        release.Set();

        PollsOfATest.WaitUntil(() => poll.Runs >= 2);
        Assert.True(poll.Missed >= 4, $"{poll.Missed} were missed.");
    }

    [Fact]
    public void P1_events_go_to_the_name_of_the_poll_to_that_of_the_options_and_to_others()
    {
        using EventRecorder recorder = EventRecorder.Start(_test.Dispatcher, "*");
        Poll own = Poller.Add("queue.checked", static context => context.Emit([new("length", 3)], [new("queue", "in")]),
            PollsOfATest.OnRequest);
        PollOptions options = PollsOfATest.OnRequest;
        options.EventName = "disk.checked";
        Poll named = Poller.Add(
            "My disks!",
            static context =>
            {
                context.Emit(7);
                context.Emit(new Dictionary<string, MeasurementValue> { ["free"] = 1 },
                    new Dictionary<string, MetadataValue> { ["disk"] = "a" });
                context.Emit("other.name", 2);
                context.Emit(EventName.Parse("other.name"), [new("x", 1)]);
            },
            options);

        Assert.True(PollsOfATest.Run(own));
        Assert.True(PollsOfATest.Run(named));

        Assert.Equal(
            ["queue.checked length=3 queue=in", "disk.checked value=7 ", "disk.checked free=1 disk=a",
             "other.name value=2 ", "other.name x=1 "],
            recorder.Records.Select(record =>
                $"{record.EventName} {string.Join(",", record.Measurements.Select(field => $"{field.Key}={field.Value}"))}"
                + $" {string.Join(",", record.Metadata.Select(field => $"{field.Key}={field.Value}"))}"));
        Assert.Equal(1, own.Emitted);
        Assert.Equal(4, named.Emitted);
    }

    [Fact]
    public void P1_emit_of_a_poll_whose_name_is_not_one_of_an_event_fails_with_the_remedy()
    {
        Poll poll = Poller.Add("My disks!", static context => context.Emit(7), PollsOfATest.OnRequest);

        Assert.False(PollsOfATest.Run(poll));

        Assert.Contains("Set PollOptions.EventName", poll.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task P2_thread_of_the_poller_waits_for_the_task_of_an_asynchronous_poll()
    {
        var release = new TaskCompletionSource();
        using var inside = new ManualResetEventSlim();
        Poll slow = Poller.Add(
            "slow",
            async context =>
            {
                inside.Set();
                await release.Task;
                context.Emit(1);
            },
            PollsOfATest.OnRequest);
        Poll other = Poller.Add("other", static _ => { }, PollsOfATest.OnRequest);

        Task<bool> run = slow.RunAsync(Threads.Patience);
        Threads.WaitFor(inside);
        Task<bool> next = other.RunAsync(Threads.Patience);
        Assert.Equal(PollState.Running, slow.State);
        Assert.Equal(0, other.Runs);
        release.SetResult();

        Assert.True(await run);
        Assert.True(await next);
        Assert.Equal((1, 1), (slow.Emitted, slow.Runs));
    }

    [Fact]
    public void P2_asynchronous_poll_fails_with_its_task()
    {
        Poll failing = Poller.Add(
            "failing",
            static async _ =>
            {
                await Task.Yield();
                throw new InvalidOperationException("no disk.");
            },
            PollsOfATest.OnRequest);
        Poll none = Poller.Add("none", static _ => (Task)null!, PollsOfATest.OnRequest);

        Assert.False(PollsOfATest.Run(failing));
        Assert.False(PollsOfATest.Run(none));

        Assert.Equal("no disk", failing.LastError);
        Assert.Contains("null", none.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public void P3_each_run_is_a_span_in_which_the_spans_of_the_poll_are_nested()
    {
        using EventRecorder recorder = EventRecorder.Start(_test.Dispatcher, "telemetry.poller.poll.*", "inner.*");
        bool fails = false;
        Poll poll = Poller.Add(
            "checked",
            context =>
            {
                _test.Dispatcher.GetSpanSource("inner").Run(static _ => 0);
                context.Emit(1);
                if (fails)
                {
                    throw new InvalidOperationException("no");
                }
            },
            PollsOfATest.OnRequest);
        PollsOfATest.Run(poll);
        fails = true;
        PollsOfATest.Run(poll);

        EventRecord[] records = [.. recorder.Records];
        Assert.Equal(
            ["start", "inner.start", "inner.stop", "stop", "start", "inner.start", "inner.stop", "exception"],
            records.Select(record => record.EventName.ToString().Replace("telemetry.poller.poll.", "", StringComparison.Ordinal)));
        Assert.Equal("1", records[3].Measurements["emitted"].ToString());
        Assert.Equal(records[0].Metadata["telemetry_span_context"], records[1].Metadata["telemetry_span_parent"]);
        Assert.All(
            records.Where(record => record.EventName.Segments[0] == "telemetry"),
            record => Assert.Equal("checked", record.Metadata["poll"].ToString()));
    }

    [Fact]
    public void P3_failing_poll_goes_on_and_is_reported_once_an_episode()
    {
        string? error = "the disk is away.";
        Poll poll = Poller.Add("disks", _ => Fail(error), PollsOfATest.OnRequest);
        Poll other = Poller.Add("other", static _ => { }, PollsOfATest.OnRequest);

        for (int i = 0; i < 3; i++)
        {
            Assert.False(PollsOfATest.Run(poll));
        }

        Assert.Equal((PollState.Failing, 3, 3, 3), (poll.State, poll.Runs, poll.Failures, poll.FailuresInARow));
        Assert.Equal(["Poll 'disks' failed: the disk is away. It continues to try."], _test.Notices);
        Assert.True(PollsOfATest.Run(other));

        error = null;
        Assert.True(PollsOfATest.Run(poll));

        Assert.Equal((PollState.Waiting, 4, 3, 0), (poll.State, poll.Runs, poll.Failures, poll.FailuresInARow));
        Assert.Equal("Poll 'disks' succeeds again, after 3 failures.", _test.Notices[1]);
        Assert.Equal("the disk is away", poll.LastError);
        Assert.NotNull(poll.LastErrorTime);
        Assert.NotNull(poll.LastRun);
        Assert.NotNull(poll.LastDuration);
    }

    [Fact]
    public void P3_time_until_the_next_run_grows_with_failures_up_to_five_intervals()
    {
        PollOptions options = new() { Interval = TimeSpan.FromHours(1), InitialDelay = TimeSpan.FromHours(5) };
        Poll poll = Poller.Add("disks", static _ => Fail("no"), options);
        Assert.InRange(Hours(), 4.9, 5);

        // A run that is requested does not move those that are due.
        PollsOfATest.Run(poll);
        Assert.InRange(Hours(), 4.9, 5);

        Poll first = Poller.Add("first", static _ => Fail("no"), new() { Interval = TimeSpan.FromHours(1) });
        PollsOfATest.WaitUntil(() => first.Runs == 1 && first.State == PollState.Failing);
        Assert.InRange((first.NextRun!.Value - DateTime.UtcNow).TotalHours, 0.9, 1);

        double Hours() => (poll.NextRun!.Value - DateTime.UtcNow).TotalHours;
    }

    [Fact]
    public void P3_poll_with_the_policy_detach_is_removed_at_its_first_failure()
    {
        PollOptions options = PollsOfATest.OnRequest;
        options.FailurePolicy = PollFailurePolicy.Detach;
        Poll poll = Poller.Add("disks", static _ => Fail("the disk is away."), options);

        Assert.False(PollsOfATest.Run(poll));

        Assert.Equal(PollState.Removed, poll.State);
        Assert.Empty(Poller.List());
        Assert.Equal(["Poll 'disks' failed and was removed: the disk is away."], _test.Notices);
        Assert.False(PollsOfATest.Run(poll));
        Assert.Equal(1, poll.Runs);
    }

    [Fact]
    public void P3_subscribers_and_handlers_that_fail_harm_nothing()
    {
        Poller.RunStarting += static (_, _) => throw new InvalidOperationException("starting");
        Poller.RunEnded += static (_, _) => throw new InvalidOperationException("ended");
        Poller.Noticed += static (_, _) => throw new InvalidOperationException("noticed");
        _test.Dispatcher.AddPassThrough(static e => e is OperationCanceledException);
        foreach (string phase in (string[])["start", "stop", "exception"])
        {
            _test.Dispatcher.Attach(phase, $"telemetry.poller.poll.{phase}",
                static (in EventData _, object? _) => throw new OperationCanceledException());
        }

        bool fails = true;
        Poll poll = Poller.Add("a", _ => Fail(fails ? "no" : null), PollsOfATest.OnRequest);

        Assert.False(PollsOfATest.Run(poll));
        fails = false;
        Assert.True(PollsOfATest.Run(poll));
    }

    [Fact]
    public void P1_values_that_a_subscriber_sets_flow_into_the_run_and_not_into_the_next()
    {
        var ambient = new AsyncLocal<string?>();
        var seen = new List<string?>();
        var outcomes = new List<(string, bool)>();
        bool sets = true;
        Poller.RunStarting += (_, run) =>
        {
            Assert.Null(ambient.Value);
            ambient.Value = sets ? run.Poll.Name : null;
        };
        Poller.RunEnded += (_, run) => outcomes.Add((ambient.Value ?? "", run.Succeeded));
        Poll poll = Poller.Add(
            "a",
            async _ =>
            {
                await Task.Yield();
                seen.Add(ambient.Value);
            },
            PollsOfATest.OnRequest);

        Assert.True(PollsOfATest.Run(poll));
        sets = false;
        Assert.True(PollsOfATest.Run(poll));

        Assert.Equal(["a", null], seen);
        Assert.Equal([("a", true), ("", true)], outcomes);
    }

    [Fact]
    public async Task P2_calls_of_run_that_meet_share_a_run_that_begins_after_them()
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
            PollsOfATest.OnRequest);
        Task<bool> first = poll.RunAsync(Threads.Patience);
        Threads.WaitFor(inside);

        Task<bool>[] others = [.. Enumerable.Range(0, 5).Select(_ => poll.RunAsync(Threads.Patience))];
        release.Set();

        Assert.True(await first);
        Assert.DoesNotContain(false, await Task.WhenAll(others));
        Assert.Equal(2, poll.Runs);
    }

    [Fact]
    public void P2_run_that_a_poll_of_the_same_poller_asks_for_is_refused_at_once()
    {
        Poll other = Poller.Add("other", static _ => { }, PollsOfATest.OnRequest);
        bool? ownResult = null;
        bool? otherResult = null;
        Poll poll = Poller.Add(
            "a",
            async context =>
            {
                await Task.Yield();
                ownResult = await context.Poll.RunAsync(Timeout.InfiniteTimeSpan);
                otherResult = await other.RunAsync(Timeout.InfiniteTimeSpan);
            },
            PollsOfATest.OnRequest);

        Assert.True(PollsOfATest.Run(poll));

        Assert.Equal((false, false), (ownResult, otherResult));
    }

    [Fact]
    public void P2_emit_after_the_end_of_the_run_is_refused()
    {
        PollContext? kept = null;
        Poll poll = Poller.Add("a", context => kept = context, PollsOfATest.OnRequest);
        PollsOfATest.Run(poll);

        Assert.Throws<InvalidOperationException>(() => kept!.Emit(1));
        Assert.Equal(0, poll.Emitted);
    }

    [Fact]
    public void P1_names_are_unique_without_regard_to_case_until_a_poll_is_removed()
    {
        Poll first = Poller.Add("Disks", static _ => { }, PollsOfATest.OnRequest);

        PollException error = Assert.Throws<PollException>(() => Poller.Add("disks", static _ => { }));

        Assert.Equal((PollErrorKind.PollAlreadyExists, "disks"), (error.Kind, error.Target));
        Assert.Same(first, Poller.Find("DISKS"));
        first.Dispose();
        Assert.Null(Poller.Find("Disks"));
        Assert.Equal([Poller.Add("disks", static _ => { })], Poller.List());
    }

    [Fact]
    public void P1_options_that_are_not_valid_are_refused_and_nothing_is_added()
    {
        (PollErrorKind, Action<PollOptions>)[] cases =
        [
            (PollErrorKind.InvalidInterval, static options => options.Interval = TimeSpan.FromMilliseconds(9)),
            (PollErrorKind.InvalidInterval, static options => options.Interval = TimeSpan.FromDays(2)),
            (PollErrorKind.InvalidOption, static options => options.InitialDelay = TimeSpan.FromSeconds(-1)),
            (PollErrorKind.InvalidOption, static options => options.InitialDelay = TimeSpan.MaxValue),
            (PollErrorKind.InvalidOption, static options => options.Timeout = TimeSpan.Zero),
            (PollErrorKind.InvalidOption, static options => options.Timeout = TimeSpan.FromDays(2)),
            (PollErrorKind.InvalidOption, static options => options.EventName = "not a name"),
            (PollErrorKind.InvalidOption, static options => options.FailurePolicy = (PollFailurePolicy)7),
        ];
        foreach ((PollErrorKind kind, Action<PollOptions> change) in cases)
        {
            var options = new PollOptions();
            change(options);
            Assert.Equal(kind, Assert.Throws<PollException>(() => Poller.Add("a", static _ => { }, options)).Kind);
        }

        foreach (string name in (string[])["", " ", "a\nb"])
        {
            Assert.Equal(PollErrorKind.InvalidOption, Assert.Throws<PollException>(() => Poller.Add(name, static _ => { })).Kind);
        }

        Assert.Throws<ArgumentNullException>(() => Poller.Add(null!, static _ => { }));
        Assert.Throws<ArgumentNullException>(() => Poller.Add("a", (Action<PollContext>)null!));
        Assert.Empty(Poller.List());
    }

    [Fact]
    public void P1_all_polls_of_the_process_are_listed_until_they_are_removed()
    {
        using var second = new PollsOfATest();
        Poll a = Poller.Add("a", static _ => { }, PollsOfATest.OnRequest);
        Poll b = second.Poller.Add("b", static _ => { }, PollsOfATest.OnRequest);

        Assert.Equal([a, b], Poller.ListAll().Where(poll => poll == a || poll == b));
        a.Dispose();

        Assert.DoesNotContain(a, Poller.ListAll());
    }

    [Fact]
    public void P2_timeouts_are_checked_where_they_are_given()
    {
        Poll poll = Poller.Add("a", static _ => { }, PollsOfATest.OnRequest);

        foreach (TimeSpan timeout in (TimeSpan[])[TimeSpan.MaxValue, TimeSpan.FromSeconds(-1)])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => { _ = poll.RunAsync(timeout); });
            Assert.Throws<ArgumentOutOfRangeException>(() => { _ = poll.RemoveAsync(timeout); });
            Assert.Throws<ArgumentOutOfRangeException>(() => Poller.RunOnCollect(timeout));
        }
    }

    [Fact]
    public void P3_exception_whose_message_throws_is_a_failure_like_others()
    {
        Poll poll = Poller.Add("a", static _ => throw new HostileException(), PollsOfATest.OnRequest);

        Assert.False(PollsOfATest.Run(poll));

        Assert.Contains(nameof(HostileException), poll.LastError, StringComparison.Ordinal);
    }

    private static void Fail(string? error)
    {
        if (error is not null)
        {
            throw new InvalidOperationException(error);
        }
    }

    private sealed class HostileException : Exception
    {
        public override string Message => throw new NotSupportedException();
    }
}
