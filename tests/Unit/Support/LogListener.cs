using System.Collections.Concurrent;
using System.Diagnostics.Tracing;

namespace Telemetry.Tests.Support;

/// <summary>Listens to the event source <c>Telemetry</c>, as the runtime's own tools do. All dispatchers of the process
/// write to it, so a test looks for its own words.</summary>
internal sealed class LogListener : EventListener
{
    private readonly ConcurrentQueue<EventWrittenEventArgs> _entries = new();

    public EventWrittenEventArgs[] EntriesWith(string word) => [.. _entries.Where(
        entry => entry.Payload!.Any(value => value is string text && text.Contains(word, StringComparison.Ordinal)))];

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "Telemetry")
        {
            EnableEvents(eventSource, EventLevel.Warning);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData) => _entries.Enqueue(eventData);
}
