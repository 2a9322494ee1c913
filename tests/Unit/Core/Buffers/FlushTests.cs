using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

/// <summary>The flush of a handler, with each kind of queue.</summary>
public sealed class FlushTests
{
    private readonly TelemetryDispatcher _dispatcher = new();

    public static TheoryData<string> Kinds => ["buffered", "asynchronous", "batch"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Flush_completes_when_the_queued_events_are_handled(string kind)
    {
        using var gate = new Gate();
        HandlerRegistration handler = Attach(kind, gate);
        _dispatcher.EmitNumbers("a.b", 10);
        gate.WaitUntilInside();

        Task<bool> flush = handler.FlushAsync(Timeout.InfiniteTimeSpan);
        Assert.False(flush.IsCompleted);
        gate.Open();

        Assert.True(await flush.WaitAsync(Threads.Patience, TestContext.Current.CancellationToken));
        Assert.Equal("0 1 2 3 4 5 6 7 8 9", gate.Values);
        Assert.True(handler.IsAttached);
        handler.Dispose();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Flush_ends_with_its_time_limit_and_can_be_repeated(string kind)
    {
        using var gate = new Gate();
        HandlerRegistration handler = Attach(kind, gate);
        _dispatcher.EmitNumbers("a.b", 3);
        gate.WaitUntilInside();

        Assert.False(await handler.FlushAsync(TimeSpan.Zero));
        Assert.False(await handler.FlushAsync(TimeSpan.FromMilliseconds(5)));
        gate.Open();

        Assert.True(await handler.FlushAsync(Threads.Patience));
        handler.Dispose();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Event_that_is_emitted_after_the_call_is_not_waited_for(string kind)
    {
        using var first = new Gate();
        using var second = new Gate();
        HandlerRegistration handler = Attach(kind, (in EventData data, object? config) =>
        {
            data.TryGetMeasurement("value", out MeasurementValue value);
            (value.ToObject() is 0 ? first : second).Handle(in data, config);
        });
        _dispatcher.EmitNumbers("a.b", 1);
        first.WaitUntilInside();
        Task<bool> flush = handler.FlushAsync(Timeout.InfiniteTimeSpan);
        Assert.False(flush.IsCompleted);
        _dispatcher.EmitNumbers("a.b", 1, from: 1);
        first.Open();

        Assert.True(await flush.WaitAsync(Threads.Patience, TestContext.Current.CancellationToken));
        if (kind == "batch")
        {
            // Not full and not due.
            second.Open();
        }
        else
        {
            second.WaitUntilInside();
            second.Open();
        }

        handler.Dispose();
    }

    [Fact]
    public async Task Dropped_events_are_handled_but_not_those_before_them()
    {
        using var gate = new Gate();
        HandlerRegistration handler = _dispatcher.Attach(
            "h", "a.b", gate.Handle, options: new() { Buffer = new() { Capacity = 1, FullMode = BufferFullMode.DropOldest } });
        _dispatcher.EmitNumbers("a.b", 1);
        gate.WaitUntilInside();
        _dispatcher.EmitNumbers("a.b", 1, from: 1);

        // Drops more events than were queued, while the first one is still being handled.
        Task<bool> flush = handler.FlushAsync(Timeout.InfiniteTimeSpan);
        _dispatcher.EmitNumbers("a.b", 10, from: 2);
        Assert.False(flush.IsCompleted);
        gate.Open();

        Assert.True(await flush.WaitAsync(Threads.Patience, TestContext.Current.CancellationToken));
        handler.Dispose();
    }

    [Theory]
    [InlineData(BufferFullMode.DropWrite)]
    [InlineData(BufferFullMode.DropOldest)]
    public async Task Flush_of_a_queue_that_was_dropped_is_complete(BufferFullMode mode)
    {
        var inside = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        HandlerRegistration handler = _dispatcher.AttachAsync(
            "h",
            "a.b",
            async (_, cancellation) =>
            {
                inside.TrySetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
            },
            new() { Buffer = new() { Capacity = 5, FullMode = mode, DrainTimeout = TimeSpan.FromMilliseconds(10) } });
        _dispatcher.EmitNumbers("a.b", 10);
        await inside.Task;

        Task<bool> flush = handler.FlushAsync(Timeout.InfiniteTimeSpan);
        handler.Detach();

        Assert.True(await flush.WaitAsync(Threads.Patience, TestContext.Current.CancellationToken));
        Assert.True(await handler.FlushAsync(TimeSpan.Zero));
    }

    [Fact]
    public async Task Handler_without_a_buffer_has_nothing_to_flush()
    {
        using HandlerRegistration handler = _dispatcher.Attach("h", "a.b", Handlers.Nothing);
        _dispatcher.EmitNumbers("a.b", 1);

        Assert.True(await handler.FlushAsync(TimeSpan.Zero));
    }

    [Fact]
    public async Task Buffered_handler_that_flushes_itself_is_told_that_it_cannot_wait()
    {
        var flushed = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var attached = new TaskCompletionSource<HandlerRegistration>();
        HandlerRegistration handler = Attach("buffered", (in EventData _, object? _) => flushed.TrySetResult(
            attached.Task.Result.FlushAsync(Timeout.InfiniteTimeSpan).GetAwaiter().GetResult()));
        _dispatcher.EmitNumbers("a.b", 2);
        attached.SetResult(handler);

        Assert.False(await flushed.Task.WaitAsync(Threads.Patience, TestContext.Current.CancellationToken));
        handler.Dispose();
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(25 * 24 * 3_600_000L)]
    public void Time_limit_out_of_range_is_refused(long milliseconds)
    {
        using HandlerRegistration handler = _dispatcher.Attach("h", "a.b", Handlers.Nothing);

        Assert.Throws<ArgumentOutOfRangeException>("timeout", () =>
        {
            _ = handler.FlushAsync(TimeSpan.FromMilliseconds(milliseconds));
        });
    }

    private HandlerRegistration Attach(string kind, Gate gate) => Attach(kind, gate.Handle);

    private HandlerRegistration Attach(string kind, TelemetryHandler handler)
    {
        var options = new HandlerOptions { Buffer = new() { DrainTimeout = TimeSpan.FromDays(1) } };
        return kind switch
        {
            "buffered" => _dispatcher.Attach("h", "a.b", handler, options),
            "asynchronous" => _dispatcher.AttachAsync(
                "h", "a.b", (record, _) => new ValueTask(Task.Run(() => Handle(record), CancellationToken.None)), options),
            _ => _dispatcher.AttachBatchAsync(
                "h",
                "a.b",
                (records, _) => new ValueTask(Task.Run(() =>
                {
                    foreach (EventRecord record in records)
                    {
                        Handle(record);
                    }
                }, CancellationToken.None)),
                new() { MaxSize = 2, MaxDelay = TimeSpan.FromMilliseconds(1) },
                options),
        };

        void Handle(EventRecord record) => handler(
            new EventData(record.EventName, [.. record.Measurements], [.. record.Metadata]), null);
    }
}
