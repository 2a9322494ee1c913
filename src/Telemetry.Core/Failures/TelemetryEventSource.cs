using System.Diagnostics.Tracing;

namespace Telemetry;

/// <summary>The event source <c>Telemetry</c>: the log of the dispatcher, for the runtime's own tools.</summary>
[EventSource(Name = "Telemetry")]
internal sealed class TelemetryEventSource : EventSource
{
    internal static readonly TelemetryEventSource Log = new();

    private TelemetryEventSource()
    {
    }

    /// <summary>Determines whether the log has listeners.</summary>
    [NonEvent]
    internal bool HasListeners() => IsEnabled(EventLevel.Warning, EventKeywords.None);

    [NonEvent]
    internal void HandlerFailed(string handlerId, string eventName, Exception exception, bool wasDetached)
    {
        if (HasListeners())
        {
            HandlerFailed(handlerId, eventName, ExceptionText.Full(exception), wasDetached);
        }
    }

    [NonEvent]
    internal void SubscriberFailed(string subscribedEvent, Exception exception)
    {
        if (HasListeners())
        {
            SubscriberFailed(subscribedEvent, ExceptionText.Full(exception));
        }
    }

    [Event(1, Level = EventLevel.Warning, Version = 1, Message = "Handler '{0}' failed at event '{1}' (detached for it: {3}): {2}")]
    private void HandlerFailed(string handlerId, string eventName, string exception, bool wasDetached) =>
        WriteEvent(1, handlerId, eventName, exception, wasDetached);

    [Event(2, Level = EventLevel.Warning, Version = 1, Message = "A subscriber of {0} failed: {1}")]
    private void SubscriberFailed(string subscribedEvent, string exception) => WriteEvent(2, subscribedEvent, exception);
}
