using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

public sealed class BufferFailureTests : IDisposable
{
    private static readonly HandlerBuffer s_patient = new() { DrainTimeout = TimeSpan.FromDays(1) };

    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly Recorder _reports = new();
    private readonly Gate _gate = new();

    public BufferFailureTests() => _dispatcher.Attach("report", TelemetryDispatcher.FailureEventName, _reports.Handle);

    public void Dispose() => _gate.Dispose();

    [Fact]
    public void P1_failure_that_detaches_drops_what_waits()
    {
        using var told = new ManualResetEventSlim();
        HandlerRegistration handler = Attach(FailThen);
        handler.Detached += (_, _) => told.Set();
        Emit(5);
        _gate.WaitUntilInside();
        _gate.Open();
        Threads.WaitFor(told);

        Assert.False(handler.IsAttached);
        Assert.Equal("1 delivered, 4 dropped, 0 queued", handler.BufferStatistics!.ToString());
        Assert.Equal(["h"], _reports.FailedIds);
        Assert.Equal("{ value = 0 }", _reports.Single().Metadata["measurements"].ToString());
        Assert.Equal("a", handler.LastFailure!.EventName.ToString());
        Assert.Same(handler, Assert.Single(_dispatcher.ListDetached()));
    }

    [Fact]
    public void P1_kept_handler_is_given_all_and_each_failure_is_reported()
    {
        HandlerRegistration handler = Attach(Handlers.Failing, FailurePolicy.Keep);

        Emit(5);
        handler.Dispose();

        Assert.Equal("5 delivered, 0 dropped, 0 queued", handler.BufferStatistics!.ToString());
        Assert.Equal([1, 2, 3, 4, 5], _reports.Records.Select(report => report.Metadata["failures"].ToObject()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void P1_failure_at_what_waited_is_reported_too_and_ends_it(bool isReplaced)
    {
        using var told = new ManualResetEventSlim();
        HandlerRegistration handler = Attach(FailThen, FailurePolicy.DetachAfter(2));
        handler.Detached += (_, _) => told.Set();
        Emit(5);
        _gate.WaitUntilInside();

        Threads.Run(
            () =>
            {
                if (isReplaced)
                {
                    _dispatcher.Replace("h", [EventName.Parse("a")], Handlers.Nothing);
                }
                else
                {
                    handler.Dispose();
                }
            },
            () =>
            {
                SpinWait.SpinUntil(() => !handler.IsAttached, Threads.Patience);
                _gate.Open();
            });
        Threads.WaitFor(told);

        Assert.Equal("2 delivered, 3 dropped, 0 queued", handler.BufferStatistics!.ToString());
        Assert.Equal([false, false], _reports.Records.Select(report => report.Metadata["detached"].ToObject()));
        Assert.Equal((2, false), (handler.LastFailure!.FailuresInARow, handler.LastFailure.WasDetached));
        Assert.Empty(_dispatcher.ListDetached());
        Assert.Equal(isReplaced, _dispatcher.HasHandlers("a"));
    }

    [Fact]
    public void C25_kept_handler_with_a_buffer_that_fails_at_the_failure_event_goes_round_in_no_circle()
    {
        HandlerRegistration handler = _dispatcher.AttachMany(
            "h",
            ["a", "telemetry.handler.failure"],
            Handlers.Failing,
            options: new() { Buffer = s_patient, FailurePolicy = FailurePolicy.Keep });

        Emit(1);
        SpinWait.SpinUntil(() => handler.BufferStatistics!.Delivered == 2, Threads.Patience);
        handler.Dispose();

        Assert.Equal("2 delivered, 0 dropped, 0 queued", handler.BufferStatistics!.ToString());
        Assert.Equal("a", _reports.Single().Metadata["event_name"].ToString());
    }

    private HandlerRegistration Attach(TelemetryHandler handler, FailurePolicy policy = default) =>
        _dispatcher.Attach("h", "a", handler, options: new() { Buffer = s_patient, FailurePolicy = policy });

    private void FailThen(in EventData data, object? config)
    {
        _gate.Handle(in data, config);
        throw new InvalidOperationException("boom");
    }

    private void Emit(int count)
    {
        for (int i = 0; i < count; i++)
        {
            _dispatcher.Execute("a", i);
        }
    }
}
