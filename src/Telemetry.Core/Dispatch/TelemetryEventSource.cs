using System.Diagnostics.Tracing;

namespace Telemetry;

/// <summary>The log of the dispatcher, for the runtime's own tools: the event source <c>Telemetry</c>.</summary>
[EventSource(Name = "Telemetry")]
internal sealed class TelemetryEventSource : EventSource
{
    internal static readonly TelemetryEventSource Log = new();

    private TelemetryEventSource()
    {
    }

    [NonEvent]
    internal void HandlerFailed(HandlerFailure failure)
    {
        if (IsEnabled(EventLevel.Warning, EventKeywords.None))
        {
            HandlerFailed(failure.Handler.Id, failure.Record.Name, ExceptionText.Full(failure.Exception), failure.WasDetached);
        }
    }

    [NonEvent]
    internal void SubscriberFailed(Exception exception)
    {
        if (IsEnabled(EventLevel.Warning, EventKeywords.None))
        {
            SubscriberFailed(ExceptionText.Full(exception));
        }
    }

    [Event(1, Level = EventLevel.Warning, Version = 1, Message = "Handler '{0}' failed at event '{1}' (detached for it: {3}): {2}")]
    private void HandlerFailed(string handlerId, string eventName, string exception, bool wasDetached) =>
        WriteEvent(1, handlerId, eventName, exception, wasDetached);

    [Event(2, Level = EventLevel.Warning, Message = "A subscriber of HandlerFailed failed: {0}")]
    private void SubscriberFailed(string exception) => WriteEvent(2, exception);
}
