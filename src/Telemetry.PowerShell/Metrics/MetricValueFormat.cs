namespace Telemetry.Commands;

/// <summary>The format of a file with the values of metrics.</summary>
public enum MetricValueFormat
{
    /// <summary>The text format of Prometheus.</summary>
    Prometheus,

    /// <summary>OpenMetrics 1.0.</summary>
    OpenMetrics,

    /// <summary>A JSON array with an object for each series.</summary>
    Json,
}
