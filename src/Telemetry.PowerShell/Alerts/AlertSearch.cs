using System.Management.Automation;
using Telemetry.Alerts;

namespace Telemetry.Commands;

/// <summary>Finds alerts by the names and wildcards that a user gives.</summary>
internal static class AlertSearch
{
    /// <summary>Finds the alerts of each name, each alert once. Writes an error for a name without wildcards that no alert has.</summary>
    /// <param name="cmdlet">The cmdlet that writes errors.</param>
    /// <param name="names">The names; null for all alerts.</param>
    internal static IReadOnlyList<Alert> Find(PSCmdlet cmdlet, string[]? names) =>
        NameSearch.Find(cmdlet, names, ModuleAlerts.Registry.List(), NameOf, AlertErrors.NotFound);

    private static string NameOf(Alert alert) => alert.Name;
}
