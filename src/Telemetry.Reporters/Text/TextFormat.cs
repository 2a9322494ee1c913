namespace Telemetry.Reporters;

/// <summary>A text format of metrics.</summary>
public enum TextFormat
{
    /// <summary>The text format of Prometheus, version 0.0.4. It is read by all servers and agents.</summary>
    Prometheus,

    /// <summary>OpenMetrics, version 1.0.0.</summary>
    OpenMetrics,
}
