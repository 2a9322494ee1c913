using System.Management.Automation;
using Telemetry.Reporters;

namespace Telemetry.Commands;

/// <summary>Finds the reporters of the process by the names and wildcards that a user gives.</summary>
internal static class ReporterSearch
{
    /// <summary>Finds the reporters of each name, each reporter once. Writes an error for a name without wildcards that no reporter
    /// has.</summary>
    /// <param name="cmdlet">The cmdlet that writes errors.</param>
    /// <param name="names">The names; null for all reporters.</param>
    internal static IReadOnlyList<Reporter> Find(PSCmdlet cmdlet, string[]? names) =>
        NameSearch.Find(cmdlet, names, Reporter.List(), NameOf, ReporterErrors.NotFound);

    private static string NameOf(Reporter reporter) => reporter.Name;
}
