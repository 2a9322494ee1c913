using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

/// <summary>The end of an asynchronous handler, and its queued events.</summary>
public sealed class AsyncEndTests : IDisposable
{
    // So long that a test would not end if something waited that must not.
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly ConcurrentQueue<EventRecord> _records = new();
    private readonly ConcurrentQueue<HandlerFailure> _failures = new();
    private readonly TaskCompletionSource _inside = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _open = new();
    private readonly ManualResetEventSlim _detached = new();

    public AsyncEndTests() => _dispatcher.HandlerFailed += (_, failure) => _failures.Enqueue(failure);

    public static TheoryData<string> Ways => ["disposed", "disposed asynchronously", "by id", "replaced", "detached"];

    private string Values => string.Join(' ', _records.Select(record => record.Measurements["value"].ToString()));

    public void Dispose()
    {
        _open.TrySetResult();
        _detached.Dispose();
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Queued_events_are_handled_and_then_the_end_is_notified_once(string way)
    {
        HandlerRegistration handler = Attach(WaitAsync, s_day);
        int times = 0;
        (bool IsAttached, int Count) seen = default;
        handler.Detached += (_, _) =>
        {
            times++;
            seen = (handler.IsAttached, _records.Count);
            _detached.Set();
        };
        _dispatcher.EmitNumbers("a.b", 10);
        await _inside.Task;

        Task end = Task.Factory.StartNew(
            () => EndAsync(handler, way), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        Assert.True(SpinWait.SpinUntil(() => !handler.IsAttached, Threads.Patience));
        _dispatcher.EmitNumbers("a.b", 1);
        _open.SetResult();
        await end.WaitAsync(Threads.Patience, TestContext.Current.CancellationToken);
        Threads.WaitFor(_detached);
        handler.Dispose();
        await handler.DisposeAsync();

        Assert.Equal("0 1 2 3 4 5 6 7 8 9", Values);
        Assert.Equal((1, (false, 10)), (times, seen));
        Assert.Equal("10 delivered, 0 dropped, 0 queued", handler.BufferStatistics!.ToString());
    }

    [Theory]
    [InlineData("disposed", 0)]
    [InlineData("disposed", 20)]
    [InlineData("disposed asynchronously", 0)]
    [InlineData("disposed asynchronously", 20)]
    [InlineData("detached", 0)]
    [InlineData("detached", 20)]
    public async Task Call_is_cancelled_when_the_drain_timeout_is_over_and_has_not_failed(string way, int milliseconds)
    {
        HandlerRegistration handler = Attach(WaitUntilCancelledAsync, TimeSpan.FromMilliseconds(milliseconds));
        handler.Detached += (_, _) => _detached.Set();
        _dispatcher.EmitNumbers("a.b", 10);
        await _inside.Task;

        await EndAsync(handler, way);
        Threads.WaitFor(_detached);

        Assert.Equal("1 delivered, 9 dropped, 0 queued", handler.BufferStatistics!.ToString());
        Assert.DoesNotContain(_failures, failure => failure.Exception is OperationCanceledException);
        if (milliseconds > 0)
        {
            Assert.Empty(_failures);
        }
    }

    [Theory]
    [InlineData("disposed", 0)]
    [InlineData("disposed", 20)]
    [InlineData("disposed asynchronously", 0)]
    [InlineData("disposed asynchronously", 20)]
    [InlineData("by id", 20)]
    [InlineData("detached", 20)]
    public async Task Call_that_does_not_return_is_cancelled_given_up_counted_and_reported(string way, int milliseconds)
    {
        CancellationToken token = default;
        HandlerRegistration handler = Attach(
            async (record, cancellation) =>
            {
                token = cancellation;
                await WaitAsync(record, cancellation);
            },
            TimeSpan.FromMilliseconds(milliseconds));
        handler.Detached += (_, _) => _detached.Set();
        _dispatcher.EmitNumbers("a.b", 10);
        await _inside.Task;

        await EndAsync(handler, way);
        if (way == "detached")
        {
            Threads.WaitFor(_detached);
        }

        Assert.True(_detached.IsSet);
        Assert.True(SpinWait.SpinUntil(() => token.IsCancellationRequested, Threads.Patience));
        Assert.Equal("1 delivered, 9 dropped, 0 queued", handler.BufferStatistics!.ToString());
        HandlerFailure failure = Assert.Single(_failures);
        Assert.IsType<TimeoutException>(failure.Exception);
        Assert.StartsWith("The handler did not return, although its token was cancelled", failure.Message, StringComparison.Ordinal);
        Assert.Equal("0", failure.Record.Measurements["value"].ToString());
        Assert.Equal("h", handler.LastFailure!.HandlerId);
    }

    [Fact]
    public async Task Call_that_is_given_up_counts_as_a_call_that_failed()
    {
        HandlerRegistration handler = _dispatcher.AttachAsync(
            "h", "a.b", WaitAsync, new() { CollectsStatistics = true, Buffer = new() { DrainTimeout = TimeSpan.FromMilliseconds(20) } });
        _dispatcher.EmitNumbers("a.b", 1);
        await _inside.Task;

        await handler.DisposeAsync();

        HandlerStatistics statistics = handler.Statistics!;
        Assert.Equal((1, 1), (statistics.Calls, statistics.Failures));
        Assert.InRange(statistics.LongestTime, TimeSpan.FromTicks(1), TimeSpan.MaxValue);
        Assert.Single(_failures);
    }

    [Fact]
    public async Task Call_that_blocks_its_thread_is_given_up_too()
    {
        using var inside = new ManualResetEventSlim();
        using var open = new ManualResetEventSlim();
        HandlerRegistration handler = Attach(
            (_, _) =>
            {
                inside.Set();
                Threads.WaitFor(open);
                throw new InvalidOperationException("late");
            },
            TimeSpan.FromMilliseconds(20));
        _dispatcher.EmitNumbers("a.b", 10);
        Threads.WaitFor(inside);

        await handler.DisposeAsync();
        open.Set();

        Assert.Equal("1 delivered, 9 dropped, 0 queued", handler.BufferStatistics!.ToString());
        Assert.IsType<TimeoutException>(Assert.Single(_failures).Exception);
    }

    [Fact]
    public async Task Failure_of_a_call_that_was_given_up_is_not_reported_again()
    {
        HandlerRegistration handler = Attach(
            async (record, cancellation) =>
            {
                await WaitAsync(record, cancellation);
                throw new InvalidOperationException("late");
            },
            TimeSpan.Zero);
        _dispatcher.EmitNumbers("a.b", 1);
        await _inside.Task;
        await handler.DisposeAsync();

        // The call continues on this thread.
        _open.SetResult();

        Assert.IsType<TimeoutException>(Assert.Single(_failures).Exception);
        Assert.Equal("1 delivered, 0 dropped, 0 queued", handler.BufferStatistics!.ToString());
    }

    [Fact]
    public async Task Callback_of_the_token_that_blocks_or_throws_does_not_delay_the_end()
    {
        using var open = new ManualResetEventSlim();
        HandlerRegistration handler = Attach(
            async (record, cancellation) =>
            {
                cancellation.Register(() => Threads.WaitFor(open));
                cancellation.Register(() => throw new InvalidOperationException("boom"));
                await WaitAsync(record, CancellationToken.None);
            },
            TimeSpan.FromMilliseconds(20));
        _dispatcher.EmitNumbers("a.b", 1);
        await _inside.Task;

        await handler.DisposeAsync();

        Assert.IsType<TimeoutException>(Assert.Single(_failures).Exception);
        open.Set();
    }

    [Fact]
    public async Task Subscriber_that_blocks_when_a_call_is_given_up_does_not_block_the_end()
    {
        using var open = new ManualResetEventSlim();
        _dispatcher.HandlerFailed += (_, _) => Threads.WaitFor(open);
        HandlerRegistration handler = Attach(WaitAsync, TimeSpan.FromMilliseconds(20));
        _dispatcher.EmitNumbers("a.b", 1);
        await _inside.Task;

        handler.Dispose();
        Assert.False(open.IsSet);
        open.Set();
    }

    [Fact]
    public async Task Token_is_not_cancelled_if_the_queue_is_drained_in_time()
    {
        var tokens = new ConcurrentBag<CancellationToken>();
        HandlerRegistration handler = Attach(
            async (_, cancellation) =>
            {
                await Task.Yield();
                tokens.Add(cancellation);
            },
            TimeSpan.FromMinutes(1));
        _dispatcher.EmitNumbers("a.b", 10);

        await handler.DisposeAsync();

        Assert.Equal(10, tokens.Count);
        Assert.All(tokens, token => Assert.True(token.CanBeCanceled && !token.IsCancellationRequested));
    }

    [Fact]
    public async Task Queued_events_are_handled_on_request_and_the_handler_stays()
    {
        HandlerRegistration handler = Attach(WaitAsync, s_day);
        _dispatcher.EmitNumbers("a.b", 100);
        await _inside.Task;

        _open.SetResult();
        ProcessEnd.HandleQueued();

        Assert.Equal("100 delivered, 0 dropped, 0 queued", handler.BufferStatistics!.ToString());
        Assert.True(handler.IsAttached);
        handler.Dispose();
    }

    [Fact]
    public void End_of_each_of_many_idle_handlers_is_notified()
    {
        for (int i = 0; i < 300; i++)
        {
            using var detached = new ManualResetEventSlim();
            HandlerRegistration handler = Attach(static (_, _) => default, s_day);
            handler.Detached += (_, _) => detached.Set();

            handler.Detach();

            Threads.WaitFor(detached);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Idle_handler_keeps_no_dispatcher_alive(bool isBatch)
    {
        WeakReference dispatcher = Use(isBatch);

        Assert.True(Garbage.Collects(dispatcher));

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference Use(bool isBatch)
        {
            using var delivered = new ManualResetEventSlim();
            var dispatcher = new TelemetryDispatcher();
            Func<EventRecord, CancellationToken, ValueTask> handler = async (_, _) =>
            {
                await Task.Yield();
                delivered.Set();
            };
            _ = isBatch
                ? dispatcher.AttachBatchAsync("h", "a.b", (records, cancellation) => handler(records[0], cancellation), new()
                {
                    MaxDelay = TimeSpan.FromMilliseconds(1),
                })
                : dispatcher.AttachAsync("h", "a.b", handler);
            dispatcher.Execute("a.b");
            Threads.WaitFor(delivered);
            return new WeakReference(dispatcher);
        }
    }

    private async ValueTask WaitAsync(EventRecord record, CancellationToken cancellation)
    {
        _inside.TrySetResult();
        await _open.Task.ConfigureAwait(false);
        _records.Enqueue(record);
    }

    private async ValueTask WaitUntilCancelledAsync(EventRecord record, CancellationToken cancellation)
    {
        _inside.TrySetResult();
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
    }

    private async Task EndAsync(HandlerRegistration handler, string way)
    {
        switch (way)
        {
            case "disposed":
                handler.Dispose();
                break;
            case "disposed asynchronously":
                await handler.DisposeAsync();
                break;
            case "by id":
                Assert.True(_dispatcher.Detach("h"));
                break;
            case "replaced":
                _dispatcher.Replace("h", [EventName.Parse("a.b")], Handlers.Nothing);
                break;
            default:
                Assert.True(handler.Detach());
                break;
        }
    }

    private HandlerRegistration Attach(Func<EventRecord, CancellationToken, ValueTask> handler, TimeSpan drainTimeout) =>
        _dispatcher.AttachAsync("h", "a.b", handler, new() { Buffer = new() { DrainTimeout = drainTimeout } });
}
