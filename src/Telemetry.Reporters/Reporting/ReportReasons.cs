namespace Telemetry.Reporters;

/// <summary>Determines what follows from the reasons of reports.</summary>
internal static class ReportReasons
{
    /// <summary>Whether a report is the last one before the end of the reporter or the process.</summary>
    internal static bool IsLast(this ReportReason reason) => reason is ReportReason.ProcessEnd or ReportReason.Stop;
}
