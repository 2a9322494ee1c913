using Telemetry.Metrics;

namespace Telemetry.Extensions;

/// <summary>Adds the metrics of the services and of the configuration to the registry when the host starts, and removes them when it
/// stops.</summary>
internal sealed class HostedMetrics(
    MetricRegistry registry, TelemetryDispatcher dispatcher, IEnumerable<AddedMetrics> added, MetricSettings settings, ContentRoot root)
    : IHostedPart
{
    private readonly List<Metric> _metrics = [];
    private DefinitionSet[] _definitions = [];

    public HostedStage Stage => HostedStage.Metrics;

    /// <summary>The polls and sources that the metrics need.</summary>
    internal IEnumerable<MetricFileContent> Platforms => _definitions.Select(set => set.Platform).OfType<MetricFileContent>();

    /// <exception cref="MetricException">A definition or a file is not valid, or a name is taken by another metric.</exception>
    /// <exception cref="InvalidOperationException">The registry is that of another dispatcher.</exception>
    public ValueTask StartAsync(CancellationToken cancellation)
    {
        if (registry.Dispatcher != dispatcher)
        {
            throw new InvalidOperationException(
                "The metrics of the container record the events of another dispatcher than that of its services. Choose the dispatcher by"
                    + " AddTelemetry().UseDispatcher(dispatcher), or register it before AddTelemetry is called.");
        }

        _definitions = [.. added.Select(metrics => metrics.Read(root)), .. settings.Definitions];
        SharedMetrics shared = SharedMetrics.Of(registry);
        try
        {
            foreach (DefinitionSet set in _definitions)
            {
                _metrics.AddRange(shared.Add(set.Metrics));
            }
        }
        catch
        {
            Release(shared);
            throw;
        }

        return default;
    }

    public ValueTask StopAsync(CancellationToken cancellation)
    {
        Release(SharedMetrics.Of(registry));
        return default;
    }

    private void Release(SharedMetrics shared)
    {
        shared.Release(_metrics);
        _metrics.Clear();
    }
}
