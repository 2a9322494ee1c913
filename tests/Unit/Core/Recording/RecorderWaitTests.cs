using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

public sealed class RecorderWaitTests
{
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(20);

    private readonly TelemetryDispatcher _dispatcher = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Event_that_is_recorded_already_is_returned_at_once()
    {
        using EventRecorder recorder = EventRecorder.Start(_dispatcher);
        _dispatcher.Execute("job.start", 1);
        _dispatcher.Execute("job.stop", 2);
        _dispatcher.Execute("job.stop", 3);

        Task<EventRecord> wait = recorder.WaitForAsync("*.STOP", cancellation: Cancel);

        Assert.True(wait.IsCompletedSuccessfully);
        Assert.Same(recorder.Records[1], await wait);
        Assert.Same(
            recorder.Records[2],
            await recorder.WaitForAsync("job.stop", record => record.Measurements["value"].ToObject() is 3, cancellation: Cancel));
    }

    [Fact]
    public async Task Event_that_arrives_later_is_returned()
    {
        using EventRecorder recorder = EventRecorder.Start(_dispatcher);
        Task<EventRecord> wait = recorder.WaitForAsync(
            "job.*", record => record.Measurements["value"].ToObject() is 3, Timeout.InfiniteTimeSpan, Cancel);
        Assert.False(wait.IsCompleted);

        _dispatcher.Execute("job.stop", 2);
        _dispatcher.Execute("web.hit", 3);
        Assert.False(wait.IsCompleted);
        _dispatcher.Execute("job.stop", 3);

        Assert.Equal("job.stop { value = 3 } { }", (await wait.WaitAsync(Threads.Patience, Cancel)).ToString());
    }

    [Fact]
    public async Task Several_events_are_returned_in_their_order()
    {
        using EventRecorder recorder = EventRecorder.Start(_dispatcher);
        _dispatcher.Execute("job.item", 1);
        Task<IReadOnlyList<EventRecord>> wait = recorder.WaitForAsync("job.item", 3, timeout: Threads.Patience, cancellation: Cancel);
        _dispatcher.Execute("job.item", 2);
        _dispatcher.Execute("job.other", 7);
        Assert.False(wait.IsCompleted);
        _dispatcher.Execute("job.item", 3);
        _dispatcher.Execute("job.item", 4);

        Assert.Equal([1, 2, 3], (await wait).Select(record => record.Measurements["value"].ToObject()));
    }

    [Fact]
    public async Task Wait_after_an_event_finds_the_next_one()
    {
        using EventRecorder recorder = EventRecorder.Start(_dispatcher);
        _dispatcher.Execute("job.item", 1);
        _dispatcher.Execute("job.item", 2);

        EventRecord first = await recorder.WaitForAsync("job.item", cancellation: Cancel);
        EventRecord second = await recorder.WaitForAfterAsync(first, "job.item", cancellation: Cancel);
        Task<EventRecord> third = recorder.WaitForAfterAsync(second, "job.*", cancellation: Cancel);
        Assert.False(third.IsCompleted);
        _dispatcher.Execute("job.item", 3);

        Assert.Equal(
            [1, 2, 3],
            new[] { first, second, await third }.Select(record => record.Measurements["value"].ToObject()));
    }

    [Fact]
    public async Task Event_that_was_cleared_is_neither_found_nor_followed()
    {
        using EventRecorder recorder = EventRecorder.Start(_dispatcher);
        _dispatcher.Execute("job.item", 1);
        EventRecord cleared = recorder.Records[0];
        Task<EventRecord> wait = recorder.WaitForAsync(
            "job.item", record => record.Measurements["value"].ToObject() is 3, cancellation: Cancel);
        recorder.Clear();
        _dispatcher.Execute("job.item", 2);
        _dispatcher.Execute("job.item", 3);

        Assert.Equal(3, (await wait).Measurements["value"].ToObject());
        Assert.Equal(2, (await recorder.WaitForAsync("job.item", cancellation: Cancel)).Measurements["value"].ToObject());
        ArgumentException refused = Assert.Throws<ArgumentException>(
            "previous", () => { _ = recorder.WaitForAfterAsync(cleared, "job.item", cancellation: Cancel); });
        Assert.Contains("not among the records", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Condition_that_throws_fails_the_wait()
    {
        using EventRecorder recorder = EventRecorder.Start(_dispatcher);
        Task<EventRecord> wait = recorder.WaitForAsync(
            "job.item", _ => throw new InvalidOperationException("boom"), Threads.Patience, Cancel);

        _dispatcher.Execute("job.item");

        Assert.Equal("boom", (await Assert.ThrowsAsync<InvalidOperationException>(() => wait)).Message);
    }

    [Fact]
    public async Task Condition_can_use_the_recorder_and_is_called_once_for_each_event_of_the_name()
    {
        using EventRecorder recorder = EventRecorder.Start(_dispatcher);
        int calls = 0;
        Task<EventRecord> wait = recorder.WaitForAsync(
            "job.item",
            record =>
            {
                calls++;
                Threads.Run(() => Assert.NotEmpty(recorder.Records));
                return record.Measurements["value"].ToObject() is 2;
            },
            Threads.Patience,
            Cancel);
        _dispatcher.Execute("job.item", 0);
        _dispatcher.Execute("job.other", 2);
        _dispatcher.Execute("job.item", 1);
        _dispatcher.Execute("job.item", 2);

        await wait;
        Assert.Equal(3, calls);
    }

    [Fact]
    public async Task Wait_can_be_cancelled()
    {
        using EventRecorder recorder = EventRecorder.Start(_dispatcher);
        using var cancel = new CancellationTokenSource();
        Task<EventRecord> wait = recorder.WaitForAsync("job.item", timeout: Timeout.InfiniteTimeSpan, cancellation: cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => recorder.WaitForAsync("job.item", cancellation: cancel.Token));
    }

    [Fact]
    public async Task Message_names_what_was_recorded_instead_with_the_nearest_names_first()
    {
        using EventRecorder recorder = EventRecorder.Start(_dispatcher);
        _dispatcher.Execute("web.request.done");
        _dispatcher.Execute("web.request.done");
        _dispatcher.Execute("order.place");

        EventWaitException thrown = await Assert.ThrowsAsync<EventWaitException>(
            () => recorder.WaitForAsync("order.placed", null, s_short, cancellation: Cancel));

        Assert.Equal(
            """
            No event 'order.placed' was recorded within 0.02 s.
            3 events of other names: order.place, web.request.done (2).
            """,
            thrown.Message);
    }

    [Fact]
    public async Task Message_shows_the_events_that_do_not_meet_the_condition()
    {
        using EventRecorder recorder = EventRecorder.Start(_dispatcher);
        for (int i = 0; i < 12; i++)
        {
            _dispatcher.Execute("order.placed", [new("total", i)], [new("id", "x")]);
        }

        EventWaitException thrown = await Assert.ThrowsAsync<EventWaitException>(
            () => recorder.WaitForAsync(
                "order.placed", record => record.Measurements["total"].ToObject() is 100, TimeSpan.Zero, Cancel));

        string[] lines = thrown.Message.Split('\n');
        Assert.Equal("No event 'order.placed' that meets the condition was recorded within 0 s.", lines[0]);
        Assert.Equal("12 events matched the name, but not the condition:", lines[1]);
        Assert.Equal("  order.placed { total = 0 } { id = x }", lines[2]);
        Assert.Equal("  and 2 other events", lines[^1]);
    }

    [Fact]
    public async Task Message_says_how_many_of_several_events_were_recorded()
    {
        using EventRecorder recorder = EventRecorder.Start(_dispatcher);
        _dispatcher.Execute("job.item", 1);

        EventWaitException thrown = await Assert.ThrowsAsync<EventWaitException>(
            () => recorder.WaitForAsync("job.item", 2, null, s_short, cancellation: Cancel));

        Assert.Equal(
            """
            1 of 2 events 'job.item' were recorded within 0.02 s.
            The events that were recorded:
              job.item { value = 1 } { }
            """,
            thrown.Message);
    }

    [Fact]
    public async Task Message_says_that_the_recorder_is_local_and_what_others_emitted()
    {
        using EventRecorder recorder = EventRecorder.StartLocal(_dispatcher, "order.*");
        var other = new Thread(() =>
        {
            _dispatcher.Execute("order.placed");
            _dispatcher.Execute("order.placed");
        });
        other.UnsafeStart();
        other.Join();

        EventWaitException thrown = await Assert.ThrowsAsync<EventWaitException>(
            () => recorder.WaitForAsync("order.placed", null, s_short, cancellation: Cancel));

        string[] lines = thrown.Message.Split('\n');
        Assert.Equal("No other event was recorded either.", lines[1]);
        Assert.StartsWith("The recorder is local", lines[2], StringComparison.Ordinal);
        Assert.Equal("Events of other flows: order.placed (2).", lines[3]);
    }

    [Fact]
    public async Task Message_says_that_the_recorder_was_not_started_for_the_event()
    {
        using EventRecorder recorder = EventRecorder.Start(_dispatcher, "job.*", "web.hit");

        EventWaitException thrown = await Assert.ThrowsAsync<EventWaitException>(
            () => recorder.WaitForAsync("order.placed", null, s_short, cancellation: Cancel));

        Assert.EndsWith(
            "\nThe recorder does not record 'order.placed': it was started for 'job.*', 'web.hit'.",
            thrown.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_ends_when_the_recorder_is_disposed()
    {
        EventRecorder recorder = EventRecorder.Start(_dispatcher);
        _dispatcher.Execute("job.item");
        Task<EventRecord> wait = recorder.WaitForAsync("job.stop", timeout: Timeout.InfiniteTimeSpan, cancellation: Cancel);

        recorder.Dispose();

        EventWaitException thrown = await Assert.ThrowsAsync<EventWaitException>(() => wait.WaitAsync(Threads.Patience, Cancel));
        Assert.StartsWith("No event 'job.stop' was recorded before the recorder was disposed.", thrown.Message, StringComparison.Ordinal);
        Assert.Same(recorder.Records[0], await recorder.WaitForAsync("job.item", cancellation: Cancel));
        await Assert.ThrowsAsync<EventWaitException>(() => recorder.WaitForAsync("job.stop", cancellation: Cancel));
    }

    [Fact]
    public void Bad_arguments_are_reported_at_the_call()
    {
        using EventRecorder recorder = EventRecorder.Start(_dispatcher);

        Assert.Throws<ArgumentNullException>("pattern", () => { _ = recorder.WaitForAsync(null!, cancellation: Cancel); });
        Assert.Throws<FormatException>(() => { _ = recorder.WaitForAsync("a b", cancellation: Cancel); });
        Assert.Throws<FormatException>(() => { _ = recorder.WaitForAsync("a b", 2, cancellation: Cancel); });
        Assert.Throws<ArgumentOutOfRangeException>(
            "timeout", () => { _ = recorder.WaitForAsync("a", null, TimeSpan.FromDays(25), Cancel); });
        Assert.Throws<ArgumentNullException>("previous", () => { _ = recorder.WaitForAfterAsync(null!, "a", cancellation: Cancel); });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Number_of_events_is_at_least_one(int count)
    {
        using EventRecorder recorder = EventRecorder.Start(_dispatcher);

        Assert.Throws<ArgumentOutOfRangeException>(
            nameof(count), () => { _ = recorder.WaitForAsync("a", count, cancellation: Cancel); });
    }

    /// <summary>An event is recorded while a wait begins, looks through the records and begins to wait.</summary>
    [Fact]
    public async Task No_event_is_missed_whenever_it_arrives()
    {
        using EventRecorder recorder = EventRecorder.Start(_dispatcher);
        for (int round = 0; round < 2_000; round++)
        {
            int expected = round;
            Task emit = Task.Run(() => _dispatcher.Execute("job.item", expected), Cancel);

            EventRecord found = await recorder.WaitForAsync(
                "job.item", record => record.Measurements["value"].Equals((MeasurementValue)expected), Threads.Patience, Cancel);

            Assert.Equal(expected, found.Measurements["value"].ToObject());
            await emit;
            recorder.Clear();
        }
    }

    [Fact]
    public async Task Many_waits_of_one_recorder_each_get_their_event()
    {
        using EventRecorder recorder = EventRecorder.Start(_dispatcher);
        Task<EventRecord>[] waits =
        [
            .. Enumerable.Range(0, 100).Select(i => recorder.WaitForAsync(
                "job.item", record => record.Measurements["value"].Equals((MeasurementValue)i), Threads.Patience, Cancel)),
        ];

        Threads.Run(4, emitter =>
        {
            for (int i = emitter; i < waits.Length; i += 4)
            {
                _dispatcher.Execute("job.item", i);
            }
        });

        Assert.Equal(Enumerable.Range(0, 100), (await Task.WhenAll(waits)).Select(record => (int)record.Measurements["value"].ToObject()!));
    }
}
