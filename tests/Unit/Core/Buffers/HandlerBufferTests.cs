namespace Telemetry.Tests.Core;

public sealed class HandlerBufferTests
{
    [Fact]
    public void Defaults_are_those_told()
    {
        var buffer = new HandlerBuffer();

        Assert.Equal(10_000, HandlerBuffer.DefaultCapacity);
        Assert.Equal(
            (HandlerBuffer.DefaultCapacity, BufferFullMode.DropWrite, TimeSpan.FromSeconds(5)),
            (buffer.Capacity, buffer.FullMode, buffer.DrainTimeout));
    }

    [Fact]
    public void Bounds_can_be_reached()
    {
        var least = new HandlerBuffer { Capacity = 1, FullMode = BufferFullMode.DropOldest, DrainTimeout = TimeSpan.Zero };
        var most = new HandlerBuffer { Capacity = int.MaxValue, DrainTimeout = TimeSpan.FromMilliseconds(int.MaxValue) };
        var dispatcher = new TelemetryDispatcher();

        Assert.Equal((1, TimeSpan.Zero), (least.Capacity, least.DrainTimeout));
        dispatcher.Attach("least", "e", static (in _, _) => { }, options: new() { Buffer = least }).Dispose();
        HandlerRegistration handler = dispatcher.Attach("most", "e", static (in _, _) => { }, options: new() { Buffer = most });
        dispatcher.Execute("e");
        handler.Dispose();
        Assert.Equal(1, handler.BufferStatistics!.Delivered);
    }

    [Fact]
    public void What_is_out_of_bounds_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new HandlerBuffer { Capacity = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new HandlerBuffer { Capacity = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new HandlerBuffer { FullMode = (BufferFullMode)2 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new HandlerBuffer { DrainTimeout = TimeSpan.FromTicks(-1) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new HandlerBuffer { DrainTimeout = Timeout.InfiniteTimeSpan });
        Assert.Throws<ArgumentOutOfRangeException>(() => new HandlerBuffer { DrainTimeout = TimeSpan.FromMilliseconds(1d + int.MaxValue) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new HandlerBuffer { DrainTimeout = TimeSpan.MaxValue });
    }

    [Fact]
    public void One_description_serves_many_handlers_each_with_a_buffer_of_its_own()
    {
        var options = new HandlerOptions { Buffer = new() { Capacity = 1 } };
        var dispatcher = new TelemetryDispatcher();
        HandlerRegistration one = dispatcher.Attach("one", "e", static (in _, _) => { }, options: options);
        HandlerRegistration two = dispatcher.Attach("two", "f", static (in _, _) => { }, options: options);

        dispatcher.Execute("e");
        one.Dispose();
        two.Dispose();

        Assert.Equal((1, 0), (one.BufferStatistics!.Delivered, two.BufferStatistics!.Delivered));
    }
}
