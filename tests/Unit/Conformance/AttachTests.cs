namespace Telemetry.Tests.Conformance;

public sealed class AttachTests
{
    [Fact]
    public void C01_handler_is_attached_under_an_id_to_one_event()
    {
        var dispatcher = new TelemetryDispatcher();
        int calls = 0;

        dispatcher.Attach("one", "web.request.done", (in EventData _, object? _) => calls++);
        dispatcher.Execute("web.request.done");

        Assert.Equal(1, calls);
    }
}
