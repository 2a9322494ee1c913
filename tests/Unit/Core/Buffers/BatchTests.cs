using System.Collections.Concurrent;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

public sealed class BatchTests
{
    // So long that a test would not end if something waited that must not.
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);
    private static readonly HandlerBuffer s_patient = new() { DrainTimeout = s_day };

    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly ConcurrentQueue<IReadOnlyList<EventRecord>> _batches = new();

    private string Batches => string.Join(" | ", _batches.Select(
        batch => string.Join(' ', batch.Select(record => record.Measurements["value"].ToString()))));

    public static TheoryData<string> Ends => ["flushed", "disposed", "disposed asynchronously", "detached", "handle queued", "once"];

    [Fact]
    public async Task Full_batch_is_delivered()
    {
        using var delivered = new CountdownEvent(3);
        await using HandlerRegistration handler = Attach(3, s_day, delivered);

        _dispatcher.EmitNumbers("a.b", 10);

        Assert.True(delivered.Wait(Threads.Patience, TestContext.Current.CancellationToken));
        Assert.Equal("0 1 2 | 3 4 5 | 6 7 8", Batches);
        Assert.Equal("9 delivered, 0 dropped, 1 queued", handler.BufferStatistics!.ToString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task Batch_that_is_not_full_is_delivered_after_the_delay(int milliseconds)
    {
        using var delivered = new CountdownEvent(1);
        await using HandlerRegistration handler = Attach(1_000, TimeSpan.FromMilliseconds(milliseconds), delivered);
        for (int i = 0; i < 20; i++)
        {
            delivered.Reset();
            _dispatcher.EmitNumbers("a.b", 1);
            Assert.True(delivered.Wait(Threads.Patience, TestContext.Current.CancellationToken));
        }

        Assert.Equal(20, _batches.Count);
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Batch_that_is_neither_full_nor_due_is_delivered_at_once(string end)
    {
        using var detached = new ManualResetEventSlim();
        HandlerRegistration handler = _dispatcher.AttachBatchAsync(
            "h", "a.b", KeepAsync, new() { MaxDelay = s_day }, new() { Buffer = s_patient, Once = end == "once" });
        handler.Detached += (_, _) => detached.Set();
        _dispatcher.EmitNumbers("a.b", 5);

        switch (end)
        {
            case "flushed":
                Assert.True(await handler.FlushAsync(Threads.Patience));
                break;
            case "handle queued":
                ProcessEnd.HandleQueued();
                break;
            case "disposed":
                handler.Dispose();
                break;
            case "disposed asynchronously":
                await handler.DisposeAsync();
                break;
            case "detached":
                handler.Detach();
                Threads.WaitFor(detached);
                break;
            default:
                Threads.WaitFor(detached);
                break;
        }

        Assert.Equal(end == "once" ? "0" : "0 1 2 3 4", string.Join(' ', Batches.Replace(" |", "", StringComparison.Ordinal)));
        Assert.Equal(end is "flushed" or "handle queued", handler.IsAttached);
        await handler.DisposeAsync();
    }

    [Fact]
    public async Task Event_after_a_flush_begins_another_batch()
    {
        await using HandlerRegistration handler = Attach(10, s_day);

        for (int i = 0; i < 3; i++)
        {
            _dispatcher.EmitNumbers("a.b", 2);
            Assert.True(await handler.FlushAsync(Threads.Patience));
        }

        Assert.Equal("0 1", Batches.Split(" | ")[0]);
        Assert.Equal(6, _batches.Sum(batch => batch.Count));
        Assert.Equal("6 delivered, 0 dropped, 0 queued", handler.BufferStatistics!.ToString());
    }

    [Fact]
    public async Task Events_that_are_queued_during_a_call_form_the_next_batches()
    {
        var open = new TaskCompletionSource();
        var inside = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        HandlerRegistration handler = _dispatcher.AttachBatchAsync(
            "h",
            "a.b",
            async (batch, _) =>
            {
                _batches.Enqueue(batch);
                inside.TrySetResult();
                await open.Task;
            },
            new() { MaxSize = 4, MaxDelay = TimeSpan.Zero },
            new() { Buffer = s_patient });
        _dispatcher.EmitNumbers("a.b", 1);
        await inside.Task;

        _dispatcher.EmitNumbers("a.b", 10, from: 1);
        open.SetResult();
        await handler.DisposeAsync();

        Assert.Equal("0 | 1 2 3 4 | 5 6 7 8 | 9 10", Batches);
    }

    [Fact]
    public async Task Batch_can_be_larger_than_the_buffer()
    {
        using var delivered = new CountdownEvent(1);
        await using HandlerRegistration handler = _dispatcher.AttachBatchAsync(
            "h",
            "a.b",
            async (batch, _) =>
            {
                await KeepAsync(batch, default);
                delivered.Signal();
            },
            new() { MaxSize = 5, MaxDelay = s_day },
            new() { Buffer = new() { Capacity = 1 } });

        // One at a time, as the buffer holds one: each leaves it when it is collected.
        int emitted = 0;
        while (handler.BufferStatistics!.Delivered == 0 && emitted < 1_000_000)
        {
            emitted++;
            _dispatcher.EmitNumbers("a.b", 1, from: emitted);
        }

        Assert.True(delivered.Wait(Threads.Patience, TestContext.Current.CancellationToken));
        Assert.Equal(5, _batches.First().Count);
    }

    [Fact]
    public async Task Batch_that_fails_is_one_failure_with_its_first_event_and_all_its_events_are_delivered()
    {
        var failures = new ConcurrentQueue<HandlerFailure>();
        var open = new TaskCompletionSource();
        using var detached = new ManualResetEventSlim();
        _dispatcher.HandlerFailed += (_, failure) => failures.Enqueue(failure);
        HandlerRegistration handler = _dispatcher.AttachBatchAsync(
            "h",
            [EventPattern.Parse("a.b"), EventPattern.Parse("c.*")],
            async (batch, _) =>
            {
                await KeepAsync(batch, default);
                await (_batches.Count == 1 ? Task.CompletedTask : open.Task);
                throw new InvalidOperationException("boom");
            },
            new() { MaxSize = 3, MaxDelay = s_day },
            new() { Buffer = s_patient, FailurePolicy = FailurePolicy.DetachAfter(2), CollectsStatistics = true });
        handler.Detached += (_, _) => detached.Set();

        _dispatcher.EmitNumbers("a.b", 1);
        _dispatcher.Execute("c.d", 1);
        _dispatcher.EmitNumbers("a.b", 1, from: 2);
        Assert.True(await handler.FlushAsync(Threads.Patience));
        _dispatcher.Execute("c.d", 3);
        _dispatcher.EmitNumbers("a.b", 5, from: 4);
        open.SetResult();
        Threads.WaitFor(detached);

        Assert.Equal(["0", "3"], failures.Select(failure => failure.Record.Measurements["value"].ToString()));
        Assert.Equal([false, true], failures.Select(failure => failure.WasDetached));
        BufferStatistics counts = handler.BufferStatistics!;
        Assert.Equal((6, 3), (counts.Delivered, counts.Dropped));
        Assert.Equal((2, 2), (handler.Statistics!.Calls, handler.Statistics.Failures));
        Assert.Equal((1, 1), (
            handler.GetStatistics(EventPattern.Parse("a.b"))!.Calls, handler.GetStatistics(EventPattern.Parse("c.*"))!.Calls));
    }

    [Fact]
    public async Task Batch_that_does_not_return_is_given_up_and_what_follows_is_dropped()
    {
        var inside = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        HandlerRegistration handler = _dispatcher.AttachBatchAsync(
            "h",
            "a.b",
            async (_, _) =>
            {
                inside.TrySetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None);
            },
            new() { MaxSize = 3, MaxDelay = s_day },
            new() { Buffer = new() { DrainTimeout = TimeSpan.Zero } });
        _dispatcher.EmitNumbers("a.b", 10);
        await inside.Task;

        await handler.DisposeAsync();

        Assert.Equal("3 delivered, 7 dropped, 0 queued", handler.BufferStatistics!.ToString());
        Assert.Equal(nameof(TimeoutException), handler.LastFailure!.ExceptionType.Split('.')[^1]);
    }

    [Fact]
    public async Task Batch_that_is_being_collected_is_dropped_when_the_handler_has_no_time()
    {
        for (int round = 0; round < 50; round++)
        {
            using var detached = new ManualResetEventSlim();
            HandlerRegistration handler = _dispatcher.AttachBatchAsync(
                "h", "a.b", KeepAsync, new() { MaxDelay = s_day }, new() { Buffer = new() { DrainTimeout = TimeSpan.Zero } });
            handler.Detached += (_, _) => detached.Set();
            _dispatcher.EmitNumbers("a.b", 3);

            await handler.DisposeAsync();
            Threads.WaitFor(detached);

            BufferStatistics counts = handler.BufferStatistics!;
            Assert.Equal((3, 0), (counts.Delivered + counts.Dropped, counts.Queued));
        }
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchOptions { MaxSize = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchOptions { MaxDelay = TimeSpan.FromTicks(-1) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchOptions { MaxDelay = TimeSpan.FromDays(25) });
        Assert.Equal((100, TimeSpan.FromSeconds(1)), (new BatchOptions().MaxSize, new BatchOptions().MaxDelay));
    }

    [Fact]
    public async Task Options_that_are_changed_later_do_not_affect_the_handler()
    {
        var options = new BatchOptions { MaxSize = 2, MaxDelay = s_day };
        using var delivered = new CountdownEvent(1);
        HandlerRegistration handler = _dispatcher.AttachBatchAsync(
            "h",
            EventPattern.Parse("a.*"),
            async (batch, _) =>
            {
                await KeepAsync(batch, default);
                delivered.Signal();
            },
            options);
        options.MaxSize = 100;

        _dispatcher.EmitNumbers("a.b", 2);

        Assert.True(delivered.Wait(Threads.Patience, TestContext.Current.CancellationToken));
        await handler.DisposeAsync();
    }

    private async ValueTask KeepAsync(IReadOnlyList<EventRecord> batch, CancellationToken cancellation)
    {
        await Task.Yield();
        _batches.Enqueue(batch);
    }

    private HandlerRegistration Attach(int maxSize, TimeSpan maxDelay, CountdownEvent? delivered = null) => _dispatcher.AttachBatchAsync(
        "h",
        EventName.Parse("a.b"),
        async (batch, cancellation) =>
        {
            await KeepAsync(batch, cancellation);
            delivered?.Signal();
        },
        new() { MaxSize = maxSize, MaxDelay = maxDelay },
        new() { Buffer = s_patient });
}
