using System.Diagnostics;

namespace Telemetry.Otlp;

/// <summary>The part that works with the SDK of OpenTelemetry, in a load context of its own: only types of the platform and of this
/// assembly cross. Each method that delivers is called by one thread at a time, and the three at the same time.</summary>
internal interface IOtlpEngine : IDisposable
{
    /// <summary>Reads the metrics and delivers them.</summary>
    Delivery DeliverMetrics(CancellationToken cancellation);

    /// <summary>Delivers activities that have stopped.</summary>
    /// <param name="spans">The activities.</param>
    /// <param name="count">The number of those at the beginning of the array that are delivered.</param>
    /// <param name="cancellation">Cancelled when the time is over.</param>
    Delivery DeliverSpans(Activity[] spans, int count, CancellationToken cancellation);

    /// <summary>Delivers log records.</summary>
    Delivery DeliverLogs(IReadOnlyList<LogEntry> entries, CancellationToken cancellation);

    /// <summary>Listens to the activity sources of a name, besides that of the library.</summary>
    /// <returns>An object that ends it when it is disposed.</returns>
    IDisposable Listen(string source);
}
