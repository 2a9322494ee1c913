using System.Management.Automation;
using Telemetry.Metrics;

namespace Telemetry.Commands;

/// <summary>Collects the values of metrics by their names.</summary>
internal static class MetricSnapshots
{
    /// <summary>Collects the metrics whose names match. Writes an error for a wildcard that is not valid, and for a name without
    /// wildcards that no metric has.</summary>
    internal static MetricSnapshot Collect(PSCmdlet cmdlet, string[] names)
    {
        foreach (ErrorRecord problem in names.Select(WildcardErrors.Find).OfType<ErrorRecord>())
        {
            cmdlet.WriteError(problem);
        }

        string[] valid = Valid(names);
        MetricSnapshot found = Collect(valid);
        foreach (string name in valid.Where(name => !WildcardPattern.ContainsWildcardCharacters(name)))
        {
            if (!IsSame(name, MetricRegistry.ProblemsMetric) && !found.Metrics.Any(metric => IsSame(name, metric.Definition.Name)))
            {
                cmdlet.WriteError(MetricErrors.NotFound(name));
            }
        }

        return found;
    }

    /// <summary>Collects the metrics whose names match.</summary>
    /// <param name="names">The names and valid wildcards.</param>
    internal static MetricSnapshot Collect(string[] names)
    {
        Predicate<string> isMatch = MetricSearch.Match(names);
        bool wantsProblems = isMatch(MetricRegistry.ProblemsMetric);
        MetricSnapshot all = ModuleMetrics.Registry.Collect(metric => wantsProblems || isMatch(metric.Definition.Name));
        return new MetricSnapshot(all.Time, [.. all.Metrics.Where(metric => isMatch(metric.Definition.Name))]);
    }

    /// <summary>Returns the names without wildcards that are not valid.</summary>
    internal static string[] Valid(string[] names) => [.. names.Where(name => WildcardErrors.Find(name) is null)];

    /// <summary>Gets the snapshot of earlier values; null if there were none.</summary>
    /// <exception cref="InvalidMetricException">An object is neither a value of a metric nor a snapshot.</exception>
    internal static MetricSnapshot? EarlierOf(object?[]? values) =>
        values?.Select(value => TableEntries.Unwrap(value) switch
        {
            ScriptMetricValue row => row.Snapshot,
            MetricSnapshot snapshot => snapshot,
            _ => throw InvalidMetricException.Snapshot(value),
        }).ToArray().FirstOrDefault();

    private static bool IsSame(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
