namespace Telemetry.Commands;

/// <summary>The subject of a line of a tree.</summary>
public enum TelemetryTreeState
{
    /// <summary>A span that was stopped.</summary>
    Ok,

    /// <summary>A span that failed.</summary>
    Failed,

    /// <summary>A span whose end is not in the trace, or has not come yet.</summary>
    Open,

    /// <summary>An event that is not one of a span.</summary>
    Event,

    /// <summary>Several spans or events with the same name, which are not shown one by one.</summary>
    Folded,
}
