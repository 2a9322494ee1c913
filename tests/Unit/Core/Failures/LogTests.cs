using System.Diagnostics.Tracing;
using System.Globalization;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

public sealed class LogTests
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly string _word = Guid.NewGuid().ToString();

    [Fact]
    public void Failure_is_logged_as_a_warning_with_handler_event_and_exception()
    {
        using var log = new LogListener();
        _dispatcher.Attach(_word, "log.test", Handlers.Failing);

        _dispatcher.Execute("log.test");

        EventWrittenEventArgs entry = Assert.Single(log.EntriesWith(_word));
        Assert.Equal(EventLevel.Warning, entry.Level);
        Assert.Equal("HandlerFailed", entry.EventName);
        Assert.Equal(["handlerId", "eventName", "exception", "wasDetached"], entry.PayloadNames!);
        Assert.Equal(_word, entry.Payload![0]);
        Assert.Equal("log.test", entry.Payload[1]);
        string exception = Assert.IsType<string>(entry.Payload[2]);
        Assert.StartsWith("System.InvalidOperationException: boom", exception, StringComparison.Ordinal);
        Assert.Equal(true, entry.Payload[3]);
        Assert.Contains(
            "failed at event 'log.test'",
            string.Format(CultureInfo.InvariantCulture, entry.Message!, [.. entry.Payload]),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Failure_is_logged_after_the_failure_event()
    {
        int loggedBefore = -1;
        using var log = new LogListener();
        _dispatcher.Attach("report", TelemetryDispatcher.FailureEventName, (in _, _) =>
            loggedBefore = log.EntriesWith(_word).Length);
        _dispatcher.Attach(_word, "e", Handlers.Failing);

        _dispatcher.Execute("e");

        Assert.Equal(0, loggedBefore);
        Assert.Single(log.EntriesWith(_word));
    }

    [Fact]
    public void Failing_subscriber_is_logged()
    {
        using var log = new LogListener();
        _dispatcher.HandlerFailed += (_, _) => throw new InvalidOperationException(_word);
        _dispatcher.Attach("failing", "e", Handlers.Failing);

        _dispatcher.Execute("e");

        EventWrittenEventArgs entry = Assert.Single(log.EntriesWith(_word));
        Assert.Equal("SubscriberFailed", entry.EventName);
        Assert.Equal(EventLevel.Warning, entry.Level);
    }
}
