using System.Management.Automation;
using Telemetry.Metrics;

namespace Telemetry.Commands;

/// <summary>Finds metrics by the names and wildcards that a user gives.</summary>
internal static class MetricSearch
{
    /// <summary>Finds the metrics of each name, each metric once. Writes an error for a name without wildcards that no metric
    /// has.</summary>
    /// <param name="cmdlet">The cmdlet that writes errors.</param>
    /// <param name="names">The names; null for all metrics.</param>
    internal static IReadOnlyList<Metric> Find(PSCmdlet cmdlet, string[]? names) =>
        NameSearch.Find(cmdlet, names, ModuleMetrics.Registry.List(), NameOf, MetricErrors.NotFound);

    /// <summary>Creates the condition for names that match one of the given ones.</summary>
    internal static Predicate<string> Match(string[] names)
    {
        Predicate<string>[] matches = [.. names.Select(NameSearch.Match)];
        return name => Array.Exists(matches, isMatch => isMatch(name));
    }

    private static string NameOf(Metric metric) => metric.Definition.Name;
}
