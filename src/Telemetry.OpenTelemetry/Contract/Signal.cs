namespace Telemetry.Otlp;

/// <summary>The signals that are reported.</summary>
internal enum Signal
{
    /// <summary>Metrics.</summary>
    Metrics,

    /// <summary>Spans, as a part of traces.</summary>
    Traces,

    /// <summary>Events, as log records.</summary>
    Logs,
}
