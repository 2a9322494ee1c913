namespace Telemetry.Tests.Core;

public sealed class DetachedEventTests
{
    private readonly TelemetryDispatcher _dispatcher = new();

    public static TheoryData<string> Ways => ["by id", "disposed", "failed", "replaced"];

    [Theory]
    [MemberData(nameof(Ways))]
    public void Detached_is_raised_once_after_the_handler_is_gone(string way)
    {
        HandlerRegistration handler = _dispatcher.Attach("h", "a.b", static (in EventData _, object? _) => throw new FormatException());
        int raised = 0;
        bool wasAttached = true;
        handler.Detached += static (_, _) => throw new InvalidOperationException("of no concern to the next");
        handler.Detached += (sender, _) =>
        {
            raised++;
            wasAttached = ((HandlerRegistration)sender!).IsAttached;
        };

        switch (way)
        {
            case "by id":
                _dispatcher.Detach("h");
                break;
            case "disposed":
                handler.Dispose();
                break;
            case "failed":
                _dispatcher.Execute("a.b");
                break;
            default:
                _dispatcher.Replace("h", [EventName.Parse("a.b")], static (in EventData _, object? _) => { });
                break;
        }

        handler.Dispose();
        Assert.Equal((1, false), (raised, wasAttached));
    }
}
