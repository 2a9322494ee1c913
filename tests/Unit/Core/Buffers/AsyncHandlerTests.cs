using System.Collections.Concurrent;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

public sealed class AsyncHandlerTests
{
    // So long that a test would not end if something waited that must not.
    private static readonly HandlerOptions s_patient = new() { Buffer = new() { DrainTimeout = TimeSpan.FromDays(1) } };

    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly ConcurrentQueue<EventRecord> _records = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Values => string.Join(' ', _records.Select(record => record.Measurements["value"].ToString()));

    public static TheoryData<string> Forms => ["text", "name", "pattern", "patterns"];

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Events_are_handled_in_order(string form)
    {
        Func<EventRecord, CancellationToken, ValueTask> handler = KeepAsync;
        HandlerRegistration registration = form switch
        {
            "text" => _dispatcher.AttachAsync("h", "a.b", handler),
            "name" => _dispatcher.AttachAsync("h", EventName.Parse("a.b"), handler),
            "pattern" => _dispatcher.AttachAsync("h", EventPattern.Parse("a.*"), handler),
            _ => _dispatcher.AttachAsync("h", [EventPattern.Parse("a.b"), EventPattern.Parse("c.*")], handler),
        };

        _dispatcher.EmitNumbers("a.b", 100);
        await registration.DisposeAsync();
        _dispatcher.EmitNumbers("a.b", 1);

        Assert.Equal(string.Join(' ', Enumerable.Range(0, 100)), Values);
        Assert.Equal("100 delivered, 0 dropped, 0 queued", registration.BufferStatistics!.ToString());
        Assert.False(registration.IsAttached);
        Assert.Empty(_dispatcher.List());
    }

    [Fact]
    public async Task Handler_without_options_has_a_buffer_with_the_defaults()
    {
        await using HandlerRegistration registration = _dispatcher.AttachAsync("h", "a.b", KeepAsync);

        Assert.Equal(HandlerBuffer.DefaultCapacity, registration.Options.Buffer!.Capacity);
        Assert.Equal(TimeSpan.FromSeconds(5), registration.Options.Buffer.DrainTimeout);
        Assert.Throws<InvalidOperationException>(() => registration.Options.Buffer.Capacity = 1);
    }

    [Fact]
    public async Task Other_options_apply_with_the_default_buffer()
    {
        await using HandlerRegistration registration = _dispatcher.AttachAsync(
            "h", "a.b", KeepAsync, new() { Where = [new EventCondition("value", "3", "4")] });

        _dispatcher.EmitNumbers("a.b", 5);
        Assert.True(await registration.FlushAsync(Threads.Patience));

        Assert.Equal("3 4", Values);
    }

    [Fact]
    public void Bad_arguments_attach_nothing()
    {
        Assert.Throws<ArgumentNullException>("id", () => _dispatcher.AttachAsync(null!, "a.b", KeepAsync));
        Assert.Throws<ArgumentException>("id", () => _dispatcher.AttachAsync(" ", "a.b", KeepAsync));
        Assert.Throws<ArgumentNullException>("eventName", () => _dispatcher.AttachAsync("h", (string)null!, KeepAsync));
        Assert.Throws<ArgumentNullException>("pattern", () => _dispatcher.AttachAsync("h", (EventPattern)null!, KeepAsync));
        Assert.Throws<ArgumentNullException>("handler", () => _dispatcher.AttachAsync("h", "a.b", null!));
        Assert.Throws<ArgumentNullException>("handler", () => _dispatcher.AttachBatchAsync("h", "a.b", null!));
        Assert.Throws<FormatException>(() => _dispatcher.AttachAsync("h", "a.*", KeepAsync));
        Assert.Throws<ArgumentException>("patterns", () => _dispatcher.AttachAsync("h", [], KeepAsync));
        Assert.Empty(_dispatcher.List());

        using HandlerRegistration registration = _dispatcher.AttachAsync("h", "a.b", KeepAsync);
        Assert.Throws<HandlerAlreadyExistsException>(() => _dispatcher.AttachAsync("H", "a.b", KeepAsync));
    }

    [Fact]
    public async Task There_is_one_call_at_a_time_and_no_thread_waits_for_it()
    {
        // More handlers than the pool has threads, all of which wait.
        int count = (2 * Environment.ProcessorCount) + 50;
        var open = new TaskCompletionSource();
        using var isInside = new CountdownEvent(count);
        int inside = 0;
        HandlerRegistration[] handlers =
        [
            .. Enumerable.Range(0, count).Select(i => _dispatcher.AttachAsync($"h{i}", "a.b", async (_, _) =>
            {
                Interlocked.Increment(ref inside);
                if (!isInside.IsSet)
                {
                    isInside.Signal();
                }

                await open.Task;
                Interlocked.Decrement(ref inside);
            })),
        ];

        _dispatcher.EmitNumbers("a.b", 3);
        Assert.True(await Task.Run(() => isInside.Wait(Threads.Patience), Cancel));

        Assert.Equal(count, Volatile.Read(ref inside));
        open.SetResult();
        Assert.All(await Task.WhenAll(handlers.Select(handler => handler.FlushAsync(Threads.Patience))), Assert.True);
        Assert.All(handlers, handler => Assert.Equal("3 delivered, 0 dropped, 0 queued", handler.BufferStatistics!.ToString()));
    }

    [Fact]
    public async Task Thread_that_completes_the_task_of_a_call_does_not_make_the_next_call()
    {
        var first = new TaskCompletionSource();
        var second = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var isInside = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int completing = 0;
        await using HandlerRegistration handler = _dispatcher.AttachAsync(
            "h",
            "a.b",
            async (record, _) =>
            {
                if (record.Measurements["value"].ToObject() is 0)
                {
                    isInside.SetResult();
                    await first.Task.ConfigureAwait(false);
                }
                else
                {
                    second.SetResult(Environment.CurrentManagedThreadId == Volatile.Read(ref completing));
                }
            },
            s_patient);
        _dispatcher.EmitNumbers("a.b", 2);
        await isInside.Task;

        Threads.Run(() =>
        {
            Volatile.Write(ref completing, Environment.CurrentManagedThreadId);
            first.SetResult();
        });

        Assert.False(await second.Task);
    }

    [Fact]
    public async Task Context_of_the_thread_that_attaches_does_not_flow_to_the_handler()
    {
        var ambient = new AsyncLocal<string?> { Value = "of the test" };
        string? seen = "not called";
        await using HandlerRegistration handler = _dispatcher.AttachAsync("h", "a.b", async (_, _) =>
        {
            await Task.Yield();
            seen = ambient.Value;
        });

        _dispatcher.EmitNumbers("a.b", 1);
        Assert.True(await handler.FlushAsync(Threads.Patience));

        Assert.Null(seen);
    }

    [Fact]
    public async Task Value_that_a_call_sets_in_its_context_does_not_reach_the_next_call()
    {
        var ambient = new AsyncLocal<int>();
        await using HandlerRegistration handler = _dispatcher.AttachAsync("h", "a.b", (record, _) =>
        {
            _records.Enqueue(ambient.Value == 0 ? record : throw new InvalidOperationException("The value of an earlier call."));
            ambient.Value = 1;
            return default;
        });

        _dispatcher.EmitNumbers("a.b", 3);
        Assert.True(await handler.FlushAsync(Threads.Patience));

        Assert.Equal("0 1 2", Values);
    }

    [Fact]
    public async Task Emit_of_the_handler_is_handled_after_its_call()
    {
        await using HandlerRegistration handler = _dispatcher.AttachAsync(
            "h",
            "a.b",
            async (record, _) =>
            {
                await Task.Yield();
                if (_records.Count < 3)
                {
                    _dispatcher.Execute("a.b", _records.Count + 10);
                }

                _records.Enqueue(record);
            },
            s_patient);

        _dispatcher.EmitNumbers("a.b", 1);
        Assert.True(SpinWait.SpinUntil(() => handler.BufferStatistics!.Delivered == 4, Threads.Patience));

        Assert.Equal("0 10 11 12", Values);
    }

    [Fact]
    public async Task Handler_that_is_called_once_has_all_the_time_that_it_needs()
    {
        using var detached = new ManualResetEventSlim();
        var open = new TaskCompletionSource();
        bool isCancelled = true;
        HandlerRegistration handler = _dispatcher.AttachAsync(
            "h",
            "a.b",
            async (_, cancellation) =>
            {
                await open.Task;
                isCancelled = cancellation.IsCancellationRequested;
            },
            new() { Once = true, Buffer = new() { DrainTimeout = TimeSpan.Zero } });
        handler.Detached += (_, _) => detached.Set();

        _dispatcher.EmitNumbers("a.b", 2);
        Assert.False(handler.IsAttached);
        open.SetResult();
        Threads.WaitFor(detached);

        Assert.False(isCancelled);
        Assert.Equal("1 delivered, 0 dropped, 0 queued", handler.BufferStatistics!.ToString());
        await handler.DisposeAsync();
    }

    [Fact]
    public async Task Statistics_time_a_call_until_its_task_completes()
    {
        var open = new TaskCompletionSource();
        await using HandlerRegistration handler = _dispatcher.AttachAsync(
            "h", "a.b", (_, _) => new ValueTask(open.Task), new() { CollectsStatistics = true });
        _dispatcher.EmitNumbers("a.b", 1);
        Assert.Equal(0, handler.Statistics!.Calls);
        var waited = System.Diagnostics.Stopwatch.StartNew();
        Assert.False(await handler.FlushAsync(TimeSpan.FromMilliseconds(5)));
        TimeSpan atLeast = waited.Elapsed;

        open.SetResult();
        Assert.True(await handler.FlushAsync(Threads.Patience));

        Assert.Equal(1, handler.Statistics.Calls);
        Assert.True(handler.Statistics.TotalTime >= atLeast - TimeSpan.FromMilliseconds(1), handler.Statistics.ToString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Handler_of_a_registration_can_be_attached_again(bool isBatch)
    {
        HandlerRegistration before = isBatch
            ? _dispatcher.AttachBatchAsync("h", "a.b", KeepAllAsync, new() { MaxSize = 2, MaxDelay = TimeSpan.FromDays(1) })
            : _dispatcher.AttachAsync("h", "a.b", KeepAsync);
        HandlerRegistration after = _dispatcher.Replace("h", before.Patterns, before.Handler, before.Config, before.Options);

        _dispatcher.EmitNumbers("a.b", 2);
        await after.DisposeAsync();

        Assert.Equal("0 1", Values);
        Assert.Equal("0 delivered, 0 dropped, 0 queued", before.BufferStatistics!.ToString());
        Assert.Equal("2 delivered, 0 dropped, 0 queued", after.BufferStatistics!.ToString());
    }

    [Fact]
    public void Handler_of_a_registration_that_is_called_directly_waits_for_the_task()
    {
        using HandlerRegistration registration = _dispatcher.AttachAsync("h", "other", KeepAsync);

        registration.Handler(new EventData(EventName.Parse("a.b"), [new("value", 7)]), null);

        Assert.Equal("7", Values);
    }

    [Fact]
    public async Task Handlers_of_one_event_do_not_wait_for_one_another()
    {
        var open = new TaskCompletionSource();
        await using HandlerRegistration slow = _dispatcher.AttachAsync("slow", "a.b", (_, _) => new ValueTask(open.Task));
        await using HandlerRegistration fast = _dispatcher.AttachAsync("fast", "a.b", KeepAsync);

        _dispatcher.EmitNumbers("a.b", 3);
        Assert.True(await fast.FlushAsync(Threads.Patience));

        Assert.Equal("0 delivered, 0 dropped, 3 queued", slow.BufferStatistics!.ToString());
        open.SetResult();
    }

    [Theory]
    [InlineData(BufferFullMode.DropWrite, "0 1 2")]
    [InlineData(BufferFullMode.DropOldest, "0 8 9")]
    public async Task Full_buffer_drops_and_counts(BufferFullMode mode, string expected)
    {
        var open = new TaskCompletionSource();
        var isInside = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        HandlerRegistration handler = _dispatcher.AttachAsync(
            "h",
            "a.b",
            async (record, _) =>
            {
                _records.Enqueue(record);
                isInside.TrySetResult();
                await open.Task;
            },
            new() { Buffer = new() { Capacity = 2, FullMode = mode } });
        _dispatcher.EmitNumbers("a.b", 1);
        await isInside.Task;

        _dispatcher.EmitNumbers("a.b", 9, from: 1);
        Assert.Equal("0 delivered, 7 dropped, 3 queued", handler.BufferStatistics!.ToString());
        open.SetResult();
        await handler.DisposeAsync();

        Assert.Equal(expected, Values);
        Assert.Equal("3 delivered, 7 dropped, 0 queued", handler.BufferStatistics!.ToString());
    }

    private async ValueTask KeepAsync(EventRecord record, CancellationToken cancellation)
    {
        await Task.Yield();
        _records.Enqueue(record);
    }

    private async ValueTask KeepAllAsync(IReadOnlyList<EventRecord> records, CancellationToken cancellation)
    {
        foreach (EventRecord record in records)
        {
            await KeepAsync(record, cancellation);
        }
    }
}
