using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

public sealed class EmitAllocationTests
{
    private static long s_seen;

    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly TelemetryEvent _handle;
    private readonly EventName _name = EventName.Parse("web.request.done");

    public EmitAllocationTests() => _handle = _dispatcher.GetEvent(_name);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10)]
    public void Emit_by_handle_allocates_nothing(int handlers)
    {
        Attach(handlers);

        Assert.Equal(0, Allocated.BytesPerCall(() => _handle.Execute(
            [new("duration", 12), new("size", 1.5)],
            [new("route", "/users"), new("status", 200), new("cached", true)])));
        Assert.Equal(0, Allocated.BytesPerCall(() => _handle.Execute()));
        Assert.Equal(0, Allocated.BytesPerCall(() => _handle.Execute(42, [new("route", "/users")])));
        AssertCalled(handlers, forms: 3);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10)]
    public void Emit_by_name_allocates_nothing(int handlers)
    {
        Attach(handlers);
        EventName sameName = EventName.Parse("WEB.request.done");

        Assert.Equal(0, Allocated.BytesPerCall(() => _dispatcher.Execute(
            sameName,
            [new("duration", 12), new("size", 1.5)],
            [new("route", "/users"), new("status", 200), new("cached", true)])));
        Assert.Equal(0, Allocated.BytesPerCall(() => _dispatcher.Execute(sameName, 42)));
        AssertCalled(handlers, forms: 2);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10)]
    public void Emit_by_text_allocates_nothing(int handlers)
    {
        Attach(handlers);

        Assert.Equal(0, Allocated.BytesPerCall(() => _dispatcher.Execute(
            "Web.Request.Done",
            [new("duration", 12), new("size", 1.5)],
            [new("route", "/users"), new("status", 200), new("cached", true)])));
        Assert.Equal(0, Allocated.BytesPerCall(() => _dispatcher.Execute("web.request.done", TimeSpan.FromSeconds(1))));
        AssertCalled(handlers, forms: 2);
    }

    [Fact]
    public void Emit_inside_a_handler_allocates_nothing()
    {
        TelemetryEvent outer = _dispatcher.GetEvent("outer");
        _dispatcher.Attach("outer", "outer", (in _, _) => _handle.Execute([new("duration", 12)]));
        Attach(1);

        Assert.Equal(0, Allocated.BytesPerCall(() => outer.Execute()));
        AssertCalled(1, forms: 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10)]
    public void P2_emit_of_what_is_built_for_listeners_allocates_nothing(int handlers)
    {
        Attach(handlers);
        (int Duration, string Route) request = (12, "/users");

        Assert.Equal(0, Allocated.BytesPerCall(() => _handle.Execute(request, static (request, e) => e
            .Measurement("duration", request.Duration)
            .Metadata("route", request.Route)
            .Metadata("status", 200))));
        Assert.Equal(0, Allocated.BytesPerCall(() => _dispatcher.Execute(_name, request, static (request, e) => e
            .Measurement("duration", request.Duration))));
        Assert.Equal(0, Allocated.BytesPerCall(() => _dispatcher.Execute("Web.Request.Done", request, static (request, e) => e
            .Measurement("duration", request.Duration))));
        AssertCalled(handlers, forms: 3);
    }

    [Fact]
    public void P2_emit_of_what_is_built_inside_a_handler_and_inside_a_build_allocates_nothing()
    {
        TelemetryEvent outer = _dispatcher.GetEvent("outer");
        _dispatcher.Attach("outer", "outer", (in _, _) => EmitBuilt(_handle));
        Attach(1);

        Assert.Equal(0, Allocated.BytesPerCall(() => outer.Execute(_handle, static (handle, e) =>
        {
            EmitBuilt(handle);
            e.Measurement("duration", 12);
        })));
        AssertCalled(1, forms: 2);

        static void EmitBuilt(TelemetryEvent handle) =>
            handle.Execute(12, static (duration, e) => e.Measurement("duration", duration));
    }

    [Fact]
    public void Asking_for_handlers_allocates_nothing()
    {
        Attach(1);

        Assert.Equal(0, Allocated.BytesPerCall(() => _ = _handle.HasHandlers));
        Assert.Equal(0, Allocated.BytesPerCall(() => _dispatcher.HasHandlers(_name)));
        Assert.Equal(0, Allocated.BytesPerCall(() => _dispatcher.HasHandlers("web.REQUEST.done")));
        Assert.Equal(0, Allocated.BytesPerCall(() => _dispatcher.HasHandlers("never.seen")));
        Assert.Equal(0, Allocated.BytesPerCall(() => _dispatcher.GetEvent("web.request.done")));
    }

    [Fact]
    public void Dictionaries_cost_nothing_where_nobody_listens()
    {
        var measurements = new Dictionary<string, MeasurementValue> { ["items"] = 3 };

        Assert.Equal(0, Allocated.BytesPerCall(() => _handle.Execute(measurements)));
        Assert.Equal(0, Allocated.BytesPerCall(() => _dispatcher.Execute("never.seen", measurements)));
    }

    [Fact]
    public void Count_of_bytes_sees_an_allocation() =>
        Assert.InRange(Allocated.BytesPerCall(() => GC.KeepAlive(new object())), 16, 32);

    // The handlers read what they get, so that nothing can be left out.
    private void Attach(int handlers)
    {
        s_seen = 0;
        for (int i = 0; i < handlers; i++)
        {
            _dispatcher.Attach($"h{i}", _name, static (in data, _) =>
            {
                data.TryGetMeasurement("duration", out MeasurementValue duration);
                data.TryGetMetadata("status", out MetadataValue status);
                s_seen += duration.TryGetInt64(out long _) && status.Kind != MetadataValueKind.Object ? 1 : 2;
            });
        }
    }

    private static void AssertCalled(int handlers, int forms) =>
        Assert.True(handlers == 0 ? s_seen == 0 : s_seen >= (long)handlers * forms * Allocated.Calls);
}
