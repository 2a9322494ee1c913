using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

public sealed class BufferTests : IDisposable
{
    private static readonly AsyncLocal<string?> s_flowing = new();

    // So long that a loaded machine drops nothing that a test expects.
    private static readonly HandlerBuffer s_patient = new() { DrainTimeout = Threads.Patience };

    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly Gate _gate = new();

    public void Dispose() => _gate.Dispose();

    [Fact]
    public void P4_emitter_does_not_wait_and_events_come_in_order_one_at_a_time()
    {
        int emitter = Environment.CurrentManagedThreadId;
        int onEmitter = 0;
        var config = new object();
        HandlerRegistration handler = _dispatcher.Attach("h", "a", Handle, config, new() { Buffer = s_patient });

        Emit(100);
        _gate.Open();
        handler.Dispose();

        Assert.Equal(string.Join(' ', Enumerable.Range(0, 100)), _gate.Values);
        Assert.Equal(0, onEmitter);
        Assert.Equal("100 delivered, 0 dropped, 0 queued", handler.BufferStatistics!.ToString());

        void Handle(in EventData data, object? given)
        {
            onEmitter += given == config && Environment.CurrentManagedThreadId != emitter ? 0 : 1;
            _gate.Handle(in data, given);
        }
    }

    [Fact]
    public void P4_handler_without_a_buffer_has_no_counts_of_one() =>
        Assert.Null(_dispatcher.Attach("h", "a", Handlers.Nothing).BufferStatistics);

    [Fact]
    public void P4_snapshot_is_of_the_emit_and_the_same_however_often_it_is_taken()
    {
        EventRecord[] records = [];
        HandlerRegistration handler = _dispatcher.Attach("first", "a", _gate.Handle, options: new() { Buffer = s_patient });
        HandlerRegistration second = _dispatcher.Attach("second", "A", Twice, options: new() { Buffer = s_patient });
        KeyValuePair<string, MeasurementValue>[] measurements = [new("value", 1), new("VALUE", 2)];

        _dispatcher.Execute("a", measurements, [new("route", "/")]);
        DateTime emitted = DateTime.UtcNow;
        measurements[1] = new("value", 3);
        Array.Clear(measurements);
        _gate.Open();
        handler.Dispose();
        second.Dispose();

        Assert.InRange(_gate.Recorder.Single().Timestamp, DateTime.MinValue, emitted);
        Assert.Null(second.LastFailure);
        Assert.Same(records[0], records[1]);
        Assert.Equal("a { value = 2 } { route = / }", records[0].ToString());

        void Twice(in EventData data, object? config)
        {
            records = [data.ToRecord(), data.ToRecord()];
            Assert.True(data.TryGetMeasurement("Value", out MeasurementValue value) && value == 2);
            Assert.True(data.TryGetMetadata("route", out _) && data.Measurements.Length == 1 && data.EventName == EventName.Parse("a"));
        }
    }

    [Theory]
    [InlineData(BufferFullMode.DropWrite, "0 1 2 3")]
    [InlineData(BufferFullMode.DropOldest, "0 4 5 6")]
    public void P4_full_buffer_drops_and_counts(BufferFullMode mode, string delivered)
    {
        HandlerRegistration handler = _dispatcher.Attach(
            "h", "a", _gate.Handle, options: new() { Buffer = new() { Capacity = 3, FullMode = mode, DrainTimeout = Threads.Patience } });
        Emit(1);
        _gate.WaitUntilInside();

        Emit(6, from: 1);
        Assert.Equal("0 delivered, 3 dropped, 4 queued", handler.BufferStatistics!.ToString());
        _gate.Open();
        handler.Dispose();

        Assert.Equal(delivered, _gate.Values);
        Assert.Equal("4 delivered, 3 dropped, 0 queued", handler.BufferStatistics!.ToString());
    }

    [Fact]
    public void P4_filter_is_asked_by_the_emitter_and_keeps_events_out_of_the_buffer()
    {
        int emitter = Environment.CurrentManagedThreadId;
        int asked = 0;
        HandlerRegistration handler = _dispatcher.Attach(
            "h",
            "a",
            _gate.Handle,
            options: new()
            {
                Buffer = new() { Capacity = 2, DrainTimeout = Threads.Patience }, Filter = IsEven, CollectsStatistics = true,
            });
        Emit(1);
        _gate.WaitUntilInside();

        Emit(4, from: 1);
        _gate.Open();
        handler.Dispose();

        Assert.Equal("0 2 4", _gate.Values);
        Assert.Equal(5, asked);
        Assert.Equal("3 delivered, 0 dropped, 0 queued", handler.BufferStatistics!.ToString());
        Assert.Equal(3, handler.Statistics!.Calls);

        bool IsEven(in EventData data, object? config)
        {
            asked += Environment.CurrentManagedThreadId == emitter ? 1 : 100;
            data.TryGetMeasurement("value", out MeasurementValue value);
            return value.TryGetInt64(out long number) && number % 2 == 0;
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void P4_nothing_flows_from_the_attaching_thread_or_the_emitter_to_the_handler(bool isSuppressed)
    {
        string? flown = "not called";
        using AsyncFlowControl? none = isSuppressed ? ExecutionContext.SuppressFlow() : null;
        s_flowing.Value = "attaching";
        HandlerRegistration handler = _dispatcher.Attach(
            "h", "a", (in _, _) => flown = s_flowing.Value, options: new() { Buffer = s_patient });
        s_flowing.Value = "emitting";

        Emit(1);
        handler.Dispose();

        Assert.Null(flown);
    }

    [Fact]
    public void P4_handler_emits_and_others_are_called_on_its_thread()
    {
        var inner = new Recorder();
        int thread = 0;
        _dispatcher.Attach("inner", "inner", (in data, config) =>
        {
            thread = Environment.CurrentManagedThreadId;
            inner.Handle(in data, config);
        });
        int outerThread = 0;
        HandlerRegistration outer = _dispatcher.Attach("outer", "a", Nest, options: new() { Buffer = s_patient });

        Emit(2);
        outer.Dispose();

        Assert.Equal(2, inner.Count);
        Assert.Equal(outerThread, thread);
        Assert.NotEqual(Environment.CurrentManagedThreadId, thread);

        void Nest(in EventData data, object? config)
        {
            outerThread = Environment.CurrentManagedThreadId;
            _dispatcher.Execute("inner");
        }
    }

    [Fact]
    public void P4_exception_of_the_host_out_of_the_handler_ends_nothing()
    {
        using IDisposable rule = _dispatcher.AddPassThrough(exception => exception is OperationCanceledException);
        int calls = 0;
        HandlerRegistration handler = _dispatcher.Attach("h", "a", Stop, options: new() { Buffer = s_patient });
        _dispatcher.HandlerFailed += (_, _) => calls += 100;

        Emit(3);
        handler.Dispose();

        Assert.Equal(3, calls);
        Assert.Null(handler.LastFailure);
        Assert.Equal("3 delivered, 0 dropped, 0 queued", handler.BufferStatistics!.ToString());

        void Stop(in EventData data, object? config)
        {
            calls++;
            throw new OperationCanceledException();
        }
    }

    [Fact]
    public void P4_pattern_and_buffer_go_together()
    {
        HandlerRegistration handler = _dispatcher.AttachMany(
            "h", [EventPattern.Parse("a.*"), EventPattern.Parse("b")], _gate.Handle, options: new() { Buffer = s_patient });
        _gate.Open();

        foreach (string name in (string[])["a.new", "b", "a.new", "c", "a.other"])
        {
            _dispatcher.Execute(name);
        }

        handler.Dispose();
        Assert.Equal(["a.new", "b", "a.new", "a.other"], _gate.Recorder.Names);
    }

    private void Emit(int count, int from = 0)
    {
        for (int i = from; i < from + count; i++)
        {
            _dispatcher.Execute("a", i);
        }
    }
}
