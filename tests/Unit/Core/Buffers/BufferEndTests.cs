using System.Runtime.CompilerServices;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

/// <summary>How a handler with a buffer ends, and what becomes of what waits.</summary>
public sealed class BufferEndTests : IDisposable
{
    // So long that a test would not end where something waits that must not.
    private static readonly HandlerBuffer s_patient = new() { DrainTimeout = TimeSpan.FromDays(1) };

    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly Gate _gate = new();

    public static TheoryData<string> Ways => ["disposed", "by id", "replaced", "detached"];

    public void Dispose() => _gate.Dispose();

    [Theory]
    [MemberData(nameof(Ways))]
    public void P4_what_waits_is_delivered_and_then_the_end_is_told_once(string way)
    {
        using var told = new ManualResetEventSlim();
        HandlerRegistration handler = Attach(_gate.Handle, s_patient);
        int times = 0;
        (bool IsAttached, int Count) seen = default;
        handler.Detached += (sender, _) =>
        {
            times++;
            seen = (((HandlerRegistration)sender!).IsAttached, _gate.Recorder.Count);
            told.Set();
        };
        Emit(10);
        _gate.WaitUntilInside();

        Assert.True(handler.IsAttached);
        Threads.Run(
            () => End(handler, way),
            () =>
            {
                SpinWait.SpinUntil(() => !handler.IsAttached, Threads.Patience);
                _dispatcher.Execute("a", 99);
                _gate.Open();
            });
        Threads.WaitFor(told);
        handler.Dispose();
        _dispatcher.Detach("h");

        Assert.Equal("0 1 2 3 4 5 6 7 8 9", _gate.Values);
        Assert.Equal((1, (false, 10)), (times, seen));
        Assert.Equal("10 delivered, 0 dropped, 0 queued", handler.BufferStatistics!.ToString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public void P4_end_waits_no_longer_than_the_time_limit_and_counts_what_is_left_as_dropped(int milliseconds)
    {
        using var told = new ManualResetEventSlim();
        HandlerRegistration handler = Attach(_gate.Handle, new() { DrainTimeout = TimeSpan.FromMilliseconds(milliseconds) });
        handler.Detached += (_, _) => told.Set();
        Emit(10);
        _gate.WaitUntilInside();

        handler.Dispose();

        Assert.Equal("0 delivered, 9 dropped, 1 queued", handler.BufferStatistics!.ToString());
        Assert.False(told.IsSet);
        _gate.Open();
        Threads.WaitFor(told);
        Assert.Equal("1 delivered, 9 dropped, 0 queued", handler.BufferStatistics!.ToString());
        Assert.Equal("0", _gate.Values);
    }

    [Fact]
    public void P4_detach_that_nobody_waits_for_ends_at_the_time_limit_too()
    {
        using var told = new ManualResetEventSlim();
        HandlerRegistration handler = Attach(_gate.Handle, new() { DrainTimeout = TimeSpan.Zero });
        handler.Detached += (_, _) => told.Set();
        Emit(10);
        _gate.WaitUntilInside();

        Assert.True(handler.Detach());
        Assert.False(handler.Detach());
        _gate.Open();
        Threads.WaitFor(told);

        Assert.Equal("1 delivered, 9 dropped, 0 queued", handler.BufferStatistics!.ToString());
    }

    [Fact]
    public void P4_handler_that_ends_itself_does_not_wait_for_itself()
    {
        using var told = new ManualResetEventSlim();
        int calls = 0;
        HandlerRegistration? handler = null;
        handler = Attach(EndMyself, s_patient);
        handler.Detached += (_, _) => told.Set();
        Emit(10);
        _gate.WaitUntilInside();

        _gate.Open();
        Threads.WaitFor(told);
        Assert.Equal(10, calls);

        void EndMyself(in EventData data, object? config)
        {
            calls++;
            _gate.Handle(in data, config);
            Volatile.Read(ref handler)!.Dispose();
            Assert.False(_dispatcher.Detach("h"));
        }
    }

    [Fact]
    public void P4_subscriber_that_is_told_of_the_end_does_not_wait_for_it()
    {
        using var told = new ManualResetEventSlim();
        HandlerRegistration handler = Attach(Handlers.Nothing, s_patient);
        handler.Detached += (_, _) =>
        {
            handler.Dispose();
            told.Set();
        };

        handler.Detach();

        Threads.WaitFor(told);
    }

    [Fact]
    public void P4_end_of_each_of_many_idle_handlers_is_reported()
    {
        for (int i = 0; i < 2_000; i++)
        {
            using var told = new ManualResetEventSlim();
            HandlerRegistration handler = Attach(Handlers.Nothing, s_patient);
            handler.Detached += (_, _) => told.Set();

            handler.Detach();

            Threads.WaitFor(told);
        }
    }

    [Fact]
    public void P4_idle_handler_keeps_no_dispatcher_alive()
    {
        WeakReference dispatcher = Use();

        Assert.True(Garbage.Collects(dispatcher));

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference Use()
        {
            using var delivered = new ManualResetEventSlim();
            var dispatcher = new TelemetryDispatcher();
            dispatcher.Attach("h", "a", (in _, _) => delivered.Set(), options: new() { Buffer = s_patient });
            dispatcher.Execute("a");
            Threads.WaitFor(delivered);
            return new WeakReference(dispatcher);
        }
    }

    private void End(HandlerRegistration handler, string way)
    {
        switch (way)
        {
            case "disposed":
                handler.Dispose();
                break;
            case "by id":
                Assert.True(_dispatcher.Detach("h"));
                break;
            case "replaced":
                _dispatcher.Replace("h", [EventName.Parse("a")], Handlers.Nothing);
                break;
            default:
                Assert.True(handler.Detach());
                break;
        }
    }

    private HandlerRegistration Attach(TelemetryHandler handler, HandlerBuffer buffer) =>
        _dispatcher.Attach("h", "a", handler, options: new() { Buffer = buffer });

    private void Emit(int count)
    {
        for (int i = 0; i < count; i++)
        {
            _dispatcher.Execute("a", i);
        }
    }
}
