using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

/// <summary>An asynchronous handler that waits for its own end, or for that of a handler that waits for it.</summary>
public sealed class AsyncWaitTests
{
    // So long that a test would not end if something waited that must not.
    private static readonly HandlerBuffer s_patient = new() { DrainTimeout = TimeSpan.FromDays(1) };

    private readonly TelemetryDispatcher _dispatcher = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Ends => ["Dispose", "DisposeAsync", "by id", "replaced", "DisposeAsync in a task", "handle queued"];

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Handler_that_ends_itself_does_not_wait_for_itself(string end)
    {
        var attached = new TaskCompletionSource<HandlerRegistration>(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int calls = 0;
        HandlerRegistration handler = Attach("h", async (_, _) =>
        {
            HandlerRegistration handler = await attached.Task;
            await EndAsync(handler, end);
            if (Interlocked.Increment(ref calls) == 10)
            {
                ended.SetResult();
            }
        });
        _dispatcher.EmitNumbers("h", 10);
        attached.SetResult(handler);

        await ended.Task.WaitAsync(Threads.Patience, Cancel);
        await handler.DisposeAsync();
        Assert.Equal("10 delivered, 0 dropped, 0 queued", handler.BufferStatistics!.ToString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Handler_that_flushes_itself_is_told_that_it_cannot_wait(bool inTask)
    {
        var attached = new TaskCompletionSource<HandlerRegistration>(TaskCreationOptions.RunContinuationsAsynchronously);
        var flushed = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        HandlerRegistration handler = Attach("h", async (_, _) =>
        {
            HandlerRegistration handler = await attached.Task;
            flushed.TrySetResult(await (inTask ? Task.Run(Flush) : Flush()));

            Task<bool> Flush() => handler.FlushAsync(Timeout.InfiniteTimeSpan);
        });
        _dispatcher.EmitNumbers("h", 2);
        attached.SetResult(handler);

        Assert.False(await flushed.Task.WaitAsync(Threads.Patience, Cancel));
        await handler.DisposeAsync();
    }

    [Fact]
    public async Task Subscriber_of_the_end_does_not_wait_for_it()
    {
        var notified = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        HandlerRegistration handler = Attach("h", static (_, _) => default);
        handler.Detached += (_, _) =>
        {
            handler.Dispose();
            Task.Run(async () => await handler.DisposeAsync()).GetAwaiter().GetResult();
            Assert.True(handler.FlushAsync(TimeSpan.Zero).GetAwaiter().GetResult());
            notified.SetResult();
        };

        handler.Detach();

        await notified.Task.WaitAsync(Threads.Patience, Cancel);
    }

    [Fact]
    public async Task Task_that_an_earlier_call_started_waits_for_the_handler()
    {
        var secondIsInside = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var open = new TaskCompletionSource();
        var attached = new TaskCompletionSource<HandlerRegistration>(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<string>? work = null;
        int calls = 0;
        HandlerRegistration handler = Attach("h", async (_, _) =>
        {
            if (++calls == 1)
            {
                work = Task.Run(async () =>
                {
                    // The call that started it is over.
                    await secondIsInside.Task;
                    HandlerRegistration handler = await attached.Task;
                    await handler.DisposeAsync();
                    return handler.BufferStatistics!.ToString();
                });
            }
            else
            {
                secondIsInside.TrySetResult();
                await open.Task;
            }
        });
        attached.SetResult(handler);
        _dispatcher.EmitNumbers("h", 10);

        Assert.True(SpinWait.SpinUntil(() => !handler.IsAttached, Threads.Patience));
        open.SetResult();

        Assert.Equal("10 delivered, 0 dropped, 0 queued", await work!.WaitAsync(Threads.Patience, Cancel));
    }

    /// <summary>Each would wait for the other until its time limit is over. Each waits for all others at once.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Handlers_that_dispose_one_another_do_not_wait_in_a_circle(int count)
    {
        for (int round = 0; round < 100; round++)
        {
            var meeting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            int arrived = 0;
            using var ended = new CountdownEvent(count);
            var handlers = new HandlerRegistration[count];
            for (int i = 0; i < count; i++)
            {
                int self = i;
                handlers[i] = Attach($"h{i}", async (_, _) =>
                {
                    if (Interlocked.Increment(ref arrived) == count)
                    {
                        meeting.SetResult();
                    }

                    await meeting.Task;
                    await Task.WhenAll(handlers.Where((_, other) => other != self).Select(other => other.DisposeAsync().AsTask()));
                });
                handlers[i].Detached += (_, _) => ended.Signal();
            }

            for (int i = 0; i < count; i++)
            {
                _dispatcher.EmitNumbers($"h{i}", 1);
            }

            Assert.True(
                await Task.Run(() => ended.Wait(Threads.Patience), Cancel), $"The handlers wait for one another, in round {round}.");
        }
    }

    [Fact]
    public async Task Handler_waits_for_another_one_that_does_not_wait_for_it()
    {
        var open = new TaskCompletionSource();
        var isInside = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var flushed = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using HandlerRegistration other = Attach("other", async (_, _) => await open.Task);
        await using HandlerRegistration handler = Attach("h", async (_, _) =>
        {
            Task<bool> flush = other.FlushAsync(Timeout.InfiniteTimeSpan);
            isInside.SetResult();
            flushed.SetResult(await flush);
        });
        _dispatcher.EmitNumbers("other", 1);
        _dispatcher.EmitNumbers("h", 1);
        await isInside.Task;

        Assert.False(flushed.Task.IsCompleted);
        open.SetResult();

        Assert.True(await flushed.Task.WaitAsync(Threads.Patience, Cancel));
    }

    private async Task EndAsync(HandlerRegistration handler, string end)
    {
        switch (end)
        {
            case "Dispose":
                handler.Dispose();
                break;
            case "DisposeAsync":
                await handler.DisposeAsync();
                break;
            case "by id":
                _dispatcher.Detach(handler.Id);
                break;
            case "replaced":
                _dispatcher.Replace(handler.Id, [EventName.Parse("other")], Handlers.Nothing);
                break;
            case "handle queued":
                ProcessEnd.HandleQueued();
                break;
            default:
                await Task.Run(async () => await handler.DisposeAsync());
                break;
        }
    }

    private HandlerRegistration Attach(string id, Func<EventRecord, CancellationToken, ValueTask> handler) =>
        _dispatcher.AttachAsync(id, id, handler, new() { Buffer = s_patient });
}
