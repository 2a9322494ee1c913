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
    internal static IReadOnlyList<Metric> Find(PSCmdlet cmdlet, string[]? names)
    {
        IReadOnlyList<Metric> all = ModuleMetrics.Registry.List();
        return names is null
            ? all
            : [.. names.SelectMany(name => Find(cmdlet, name, all)).Distinct()];
    }

    /// <summary>Creates the condition for names that match one of the given ones.</summary>
    internal static Predicate<string> Match(string[] names)
    {
        Predicate<string>[] matches = [.. names.Select(Match)];
        return name => Array.Exists(matches, isMatch => isMatch(name));
    }

    private static Metric[] Find(PSCmdlet cmdlet, string name, IReadOnlyList<Metric> all)
    {
        if (WildcardErrors.Find(name) is { } problem)
        {
            cmdlet.WriteError(problem);
            return [];
        }

        Predicate<string> isMatch = Match(name);
        Metric[] found = [.. all.Where(metric => isMatch(metric.Definition.Name))];
        if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
        {
            cmdlet.WriteError(MetricErrors.NotFound(name));
        }

        return found;
    }

    private static Predicate<string> Match(string name) => WildcardPattern.ContainsWildcardCharacters(name)
        ? new WildcardPattern(name, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant).IsMatch
        : other => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
