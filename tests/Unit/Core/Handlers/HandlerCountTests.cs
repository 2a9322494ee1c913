namespace Telemetry.Tests.Core;

public sealed class HandlerCountTests
{
    private readonly TelemetryDispatcher _dispatcher = new();

    [Fact]
    public void Event_counts_the_handlers_that_it_would_call()
    {
        TelemetryEvent known = _dispatcher.GetEvent("a.b");
        Assert.Equal(0, known.HandlerCount);

        _dispatcher.Attach("name", "a.b", static (in EventData _, object? _) => { });
        using HandlerRegistration pattern = _dispatcher.Attach(
            "pattern", EventPattern.Parse("a.*"), static (in EventData _, object? _) => { });
        _dispatcher.Attach("other", "a.c", static (in EventData _, object? _) => { });
        Assert.Equal(2, known.HandlerCount);

        pattern.Dispose();
        Assert.Equal(1, known.HandlerCount);
    }
}
