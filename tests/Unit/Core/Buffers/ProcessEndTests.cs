using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

[Trait("Category", "Slow")]
public sealed class ProcessEndTests
{
    // So long that a test would not end where something waits that must not.
    private static readonly HandlerOptions s_buffered = new() { Buffer = new() { Capacity = 5_000, DrainTimeout = TimeSpan.FromDays(1) } };

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(5_001)]
    public void Timeout_out_of_range_is_refused(int milliseconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(
            "timeout", () => ProcessEnd.Register(ProcessEndStage.Reports, TimeSpan.FromMilliseconds(milliseconds), static _ => { }));

    [Fact]
    public void Stage_that_does_not_exist_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(
            "stage", () => ProcessEnd.Register((ProcessEndStage)2, ProcessEnd.MaxTimeout, static _ => { }));

    [Fact]
    public void Callback_is_required() =>
        Assert.Throws<ArgumentNullException>("callback", () => ProcessEnd.Register(ProcessEndStage.Queues, ProcessEnd.MaxTimeout, null!));

    [Fact]
    public void Process_that_runs_has_not_drained() => Assert.False(ProcessEnd.HasDrained);

    [Fact]
    public void R9_what_is_queued_now_is_handled_when_it_is_asked_for_and_the_handler_stays()
    {
        using var gate = new Gate();
        var dispatcher = new TelemetryDispatcher();
        HandlerRegistration handler = dispatcher.Attach("h", "a.b", gate.Handle, options: s_buffered);
        for (int i = 0; i < 5_000; i++)
        {
            dispatcher.Execute("a.b", i);
        }

        gate.WaitUntilInside();
        gate.Open();
        ProcessEnd.HandleQueued();

        Assert.Equal("5000 delivered, 0 dropped, 0 queued", handler.BufferStatistics!.ToString());
        Assert.True(handler.IsAttached);
        handler.Dispose();
    }

    [Fact]
    public void R9_handler_that_asks_for_what_is_queued_does_not_wait_for_itself()
    {
        using var handled = new CountdownEvent(2);
        using var isQueued = new ManualResetEventSlim();
        var dispatcher = new TelemetryDispatcher();
        HandlerRegistration handler = dispatcher.Attach(
            "h",
            "a.b",
            (in EventData _, object? _) =>
            {
                Threads.WaitFor(isQueued);
                ProcessEnd.HandleQueued();
                handled.Signal();
            },
            options: s_buffered);

        dispatcher.Execute("a.b", 1);
        dispatcher.Execute("a.b", 2);
        isQueued.Set();

        Assert.True(handled.Wait(Threads.Patience, TestContext.Current.CancellationToken));
        handler.Dispose();
    }

    [Fact]
    public void Callback_that_is_taken_back_is_not_kept_alive()
    {
        WeakReference state = RegisterAndTakeBack();

        Assert.True(Garbage.Collects(state));

        static WeakReference RegisterAndTakeBack()
        {
            var state = new object();
            IDisposable registered = ProcessEnd.Register(ProcessEndStage.Reports, ProcessEnd.MaxTimeout, _ => GC.KeepAlive(state));
            registered.Dispose();
            registered.Dispose();
            return new WeakReference(state);
        }
    }
}
