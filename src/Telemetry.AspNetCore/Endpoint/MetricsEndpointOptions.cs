using Telemetry.Metrics;

namespace Telemetry.AspNetCore;

/// <summary>The options of a route with metrics. They are read when the route is mapped.</summary>
public sealed class MetricsEndpointOptions
{
    /// <summary>The registry whose metrics are served; null for the one of the program's services or, if there is none,
    /// <see cref="MetricRegistry.Default"/>.</summary>
    public MetricRegistry? Registry { get; set; }

    /// <summary>The names of the metrics to serve, with the wildcards <c>*</c> and <c>?</c> (<see cref="EventPattern"/>), including metrics
    /// that are added later; empty for all metrics.</summary>
    public IReadOnlyList<string> Metrics { get; set; } = [];

    /// <summary>The group of the metrics to serve (<see cref="MetricDefinition.Group"/>), without regard to case; null for all.</summary>
    public string? Group { get; set; }

    /// <summary>Text to put before the name of each metric, separated by an underscore; null for none.</summary>
    public string? Prefix { get; set; }
}
