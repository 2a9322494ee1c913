using Telemetry.Diagnostics;
using Telemetry.Metrics;

namespace Telemetry.Commands;

/// <summary>The metrics and spans that the cmdlets publish.</summary>
internal sealed class Publication : IDisposable
{
    private readonly InstrumentPublication _instruments;
    private readonly ActivityPublication? _activities;

    /// <exception cref="FormatException">The name of a span is not valid.</exception>
    /// <exception cref="MetricException">The name of a metric is not valid.</exception>
    /// <exception cref="InvalidOperationException">C# code publishes metrics by the same meter.</exception>
    internal Publication(PublicationRequest request)
    {
        Request = request;

        // First, as it is the one of the two that can be done twice: nothing is to be undone if the other fails.
        ActivityPublication? activities =
            request.Spans.Count > 0 ? TelemetryDispatcher.Default.PublishActivities([.. request.Spans]) : null;
        try
        {
            _instruments = ModuleMetrics.Registry.PublishInstruments(new() { Metrics = request.Metrics, Group = request.Group });
            _activities = activities;
        }
        catch
        {
            activities?.Dispose();
            throw;
        }
    }

    internal PublicationRequest Request { get; }

    internal string Meter => _instruments.MeterName;

    internal IReadOnlyList<string> Instruments => _instruments.InstrumentNames;

    internal int OpenActivities => _activities?.Open ?? 0;

    internal long DroppedActivities => _activities?.Dropped ?? 0;

    public void Dispose()
    {
        _activities?.Dispose();
        _instruments.Dispose();
    }
}
