namespace Telemetry.Reporters;

/// <summary>The reason for a report.</summary>
public enum ReportReason
{
    /// <summary>It is due, or the reporter asked for it.</summary>
    Due,

    /// <summary>Somebody asked for it (<see cref="Reporter.FlushAsync"/>).</summary>
    Flush,

    /// <summary>The process may end: it received a signal, or it ends.</summary>
    ProcessEnd,

    /// <summary>The reporter is being stopped.</summary>
    Stop,
}
