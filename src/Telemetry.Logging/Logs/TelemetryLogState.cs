namespace Telemetry.Logging;

/// <summary>The state of a log.</summary>
public enum TelemetryLogState
{
    /// <summary>It was not started yet.</summary>
    Created,

    /// <summary>It is started, and its lines are written.</summary>
    Running,

    /// <summary>It is started, and its lines cannot be written at the moment. They wait, and it continues to try.</summary>
    Failing,

    /// <summary>It was stopped.</summary>
    Stopped,
}
