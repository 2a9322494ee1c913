namespace Telemetry.Reporters;

/// <summary>The state of a reporter.</summary>
public enum ReporterState
{
    /// <summary>It was not started yet.</summary>
    Created,

    /// <summary>It is started, and its last report, if there was one, arrived.</summary>
    Running,

    /// <summary>It is started, and its last report did not arrive. It continues to try.</summary>
    Failing,

    /// <summary>It was stopped.</summary>
    Stopped,
}
