using Telemetry.Metrics;

namespace Telemetry.Commands;

/// <summary>The registry of metrics as the cmdlets use it, and the metrics that they added. Safe to use from any thread.</summary>
/// <remarks>The first use loads the assembly of the metrics.</remarks>
internal static class ModuleMetrics
{
    private static readonly object s_gate = new();

    // The metrics without script blocks, which stay until the last session leaves.
    private static readonly HashSet<Metric> s_added = [];

    static ModuleMetrics()
    {
        Registry.ProblemFound += (_, report) => MetricWarnings.Write(report);
        SessionEnd.RemoveMetrics = RemoveAll;
    }

    internal static MetricRegistry Registry => MetricRegistry.Default;

    /// <summary>Adds metrics: all of them or, if one cannot be added, none.</summary>
    /// <param name="definitions">The definitions.</param>
    /// <param name="replaces">Whether they replace metrics of the same names.</param>
    /// <param name="blocks">The script blocks of the definitions; empty if they have none.</param>
    internal static IReadOnlyList<Metric> Add(
        IReadOnlyList<MetricDefinition> definitions, bool replaces, IReadOnlyList<ScriptHandler> blocks)
    {
        Metric[] before = replaces ? [.. definitions.Select(definition => Registry.Find(definition.Name)).OfType<Metric>()] : [];
        IReadOnlyList<Metric> added = replaces ? Registry.ReplaceMany(definitions) : Registry.AddMany(definitions);
        Forget(before.Where(metric => metric.IsRemoved));
        if (blocks.Count > 0)
        {
            foreach (Metric metric in added)
            {
                ScriptMetric.Bind(metric, blocks);
            }

            return added;
        }

        lock (s_gate)
        {
            s_added.UnionWith(added);
        }

        return added;
    }

    /// <summary>Removes a metric.</summary>
    internal static void Remove(Metric metric)
    {
        Registry.Remove(metric);
        Forget([metric]);
    }

    private static void Forget(IEnumerable<Metric> removed)
    {
        foreach (Metric metric in removed)
        {
            ScriptMetric.Release(metric);
            lock (s_gate)
            {
                s_added.Remove(metric);
            }
        }
    }

    private static void RemoveAll()
    {
        Metric[] added;
        lock (s_gate)
        {
            added = [.. s_added];
            s_added.Clear();
        }

        foreach (Metric metric in added)
        {
            Registry.Remove(metric);
        }
    }
}
