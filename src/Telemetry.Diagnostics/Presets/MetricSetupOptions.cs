using Telemetry.Metrics;

namespace Telemetry.Diagnostics;

/// <summary>The options of <see cref="MetricSetupExtensions.Start"/>. They are read when it is called.</summary>
public sealed class MetricSetupOptions
{
    /// <summary>The registry of the metrics; null for <see cref="MetricRegistry.Default"/>.</summary>
    public MetricRegistry? Registry { get; set; }

    /// <summary>The bridge by which sources are enabled, with the dispatcher of the registry; null for
    /// <see cref="SourceBridge.Default"/> or, for a registry with another dispatcher, a bridge that its setups share.</summary>
    public SourceBridge? Bridge { get; set; }

    /// <summary>Whether sources may be enabled that are unknown and do not exist yet
    /// (<see cref="SourceOptions.AwaitsSource"/>), as for a program that starts. The default is false.</summary>
    public bool AwaitsSources { get; set; }
}
