using System.Management.Automation;
using Telemetry.Logging;

namespace Telemetry.Commands;

/// <summary>Finds the logs of the process by the names and wildcards that a user gives.</summary>
internal static class LogSearch
{
    /// <summary>Finds the logs of each name, each log once. Writes an error for a name without wildcards that no log has.</summary>
    /// <param name="cmdlet">The cmdlet that writes errors.</param>
    /// <param name="names">The names; null for all logs.</param>
    internal static IReadOnlyList<TelemetryLog> Find(PSCmdlet cmdlet, string[]? names) =>
        NameSearch.Find(cmdlet, names, TelemetryLog.List(), static log => log.Name, LogErrors.NotFound);
}
