using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

/// <summary>What an emit allocates where handlers ask for more than to be called.</summary>
public sealed class OptionAllocationTests
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly TelemetryEvent _handle;

    public OptionAllocationTests() => _handle = _dispatcher.GetEvent("web.request.done");

    [Fact]
    public void Policy_filter_and_statistics_allocate_nothing()
    {
        long seen = 0;
        var options = new HandlerOptions
        {
            CollectsStatistics = true,
            Filter = static (in data, _) => data.Measurements.Length > 0,
            FailurePolicy = FailurePolicy.DetachAfter(3),
        };
        _dispatcher.Attach("all", EventPattern.Parse("web.*"), (in _, _) => seen++, options: options);
        _dispatcher.Attach("kept", _handle.EventName, (in _, _) => seen++, options: new() { FailurePolicy = FailurePolicy.Keep });

        AssertAllocates(0);

        Assert.InRange(seen, 4L * Allocated.Calls, long.MaxValue);
    }

    [Fact]
    public void Conditions_and_limits_allocate_nothing()
    {
        long seen = 0;
        var options = new HandlerOptions
        {
            CollectsStatistics = true,
            Where = [new("route", "/*")],
            WhereNot = [new("route", "/health")],
            Throttle = TimeSpan.FromTicks(1),
        };
        HandlerRegistration handler = _dispatcher.Attach("h", _handle.EventName, (in _, _) => seen++, options: options);
        options.Throttle = TimeSpan.FromHours(1);
        options.ThrottleBy = ["route"];
        _dispatcher.Attach("by key", _handle.EventName, (in _, _) => seen++, options: options);

        AssertAllocates(0);

        Assert.InRange(seen + handler.Statistics!.Throttled, Allocated.Calls, long.MaxValue);
        Assert.Equal(0, handler.Statistics.Filtered);
    }

    [Fact]
    public void Statistics_of_several_patterns_allocate_nothing()
    {
        var options = new HandlerOptions { CollectsStatistics = true };
        EventPattern[] patterns = [EventPattern.Parse("job.*"), EventPattern.Parse("other"), EventPattern.Parse("web.*")];
        HandlerRegistration handler = _dispatcher.AttachMany("h", patterns, Handlers.Nothing, options: options);

        AssertAllocates(0);

        Assert.InRange(handler.GetStatistics(patterns[2])!.Calls, 2L * Allocated.Calls, long.MaxValue);
    }

    [Fact]
    public void Event_that_a_filter_holds_back_from_a_buffer_allocates_nothing()
    {
        HandlerRegistration handler = _dispatcher.Attach(
            "h", _handle.EventName, Handlers.Nothing, options: new() { Buffer = new(), Filter = static (in _, _) => false });

        AssertAllocates(0);

        Assert.Equal("0 delivered, 0 dropped, 0 queued", handler.BufferStatistics!.ToString());
    }

    [Theory]
    [InlineData(3 * Allocated.Calls)]
    [InlineData(10)]
    public void P4_event_for_a_buffer_allocates_its_snapshot_and_nothing_else(int capacity)
    {
        HandlerRegistration snapshot = _dispatcher.Attach(
            "snapshot", _handle.EventName, static (in data, _) => GC.KeepAlive(data.ToRecord()));
        double bytes = Allocated.BytesPerCall(Emit);
        snapshot.Dispose();
        using var gate = new Gate();
        _dispatcher.Attach("h", _handle.EventName, gate.Handle, options: new() { Buffer = new() { Capacity = capacity } });
        Emit();
        gate.WaitUntilInside();

        Assert.InRange(bytes, 100, 1_000);
        AssertAllocates(bytes);
    }

    private void AssertAllocates(double bytes)
    {
        Assert.Equal(bytes, Allocated.BytesPerCall(Emit));
        Assert.Equal(bytes, Allocated.BytesPerCall(() => _dispatcher.Execute(
            "web.request.DONE", [new("duration", 12), new("size", 1.5)], [new("route", "/users")])));
    }

    private void Emit() => _handle.Execute([new("duration", 12), new("size", 1.5)], [new("route", "/users")]);
}
