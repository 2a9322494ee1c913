using System.Diagnostics.Tracing;

namespace Telemetry.Benchmarks.Support;

/// <summary>The same event for the runtime's own tracing.</summary>
[EventSource(Name = "Telemetry-Benchmarks")]
internal sealed class RequestEventSource : EventSource
{
    internal static readonly RequestEventSource Log = new();

    private RequestEventSource()
    {
    }

    // Asks by itself whether anyone listens, as such methods do.
    [Event(1)]
    public void Done(double duration, long size, string route, int status, bool cached)
    {
        if (IsEnabled())
        {
            WriteEvent(1, duration, size, route, status, cached);
        }
    }

    /// <summary>Listens to it, and counts.</summary>
    internal sealed class Listener : EventListener
    {
        protected override void OnEventWritten(EventWrittenEventArgs eventData) => Seen.Count++;
    }
}
