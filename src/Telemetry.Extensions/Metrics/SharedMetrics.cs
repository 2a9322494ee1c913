using System.Runtime.CompilerServices;
using Telemetry.Metrics;

namespace Telemetry.Extensions;

/// <summary>The metrics that hosts added to a registry. Several hosts of one process, such as those of tests, and several libraries of one
/// host, share metrics with the same definition: a metric is removed when the last of them releases it.</summary>
internal sealed class SharedMetrics
{
    private static readonly ConditionalWeakTable<MetricRegistry, SharedMetrics> s_ofRegistries = [];

    private readonly object _gate = new();
    private readonly Dictionary<Metric, int> _users = [];
    private readonly MetricRegistry _registry;

    private SharedMetrics(MetricRegistry registry) => _registry = registry;

    internal static SharedMetrics Of(MetricRegistry registry) =>
        s_ofRegistries.GetValue(registry, static registry => new SharedMetrics(registry));

    /// <summary>Adds metrics, all or none, except those that there are with the same definition.</summary>
    /// <returns>The metrics to release. One that was added otherwise is not among them, and remains as it is.</returns>
    /// <exception cref="MetricException">A definition is not valid, or its name is taken by a metric with another definition.</exception>
    internal IReadOnlyList<Metric> Add(IReadOnlyList<MetricDefinition> definitions)
    {
        lock (_gate)
        {
            MetricDefinition[] missing = [.. definitions.Distinct(DefinitionComparer.Instance).Where(definition => !IsThere(definition))];
            Metric[] shared =
            [
                .. definitions.Distinct(DefinitionComparer.Instance).Except(missing, DefinitionComparer.Instance)
                    .Select(definition => _registry.Find(definition.Name))
                    .OfType<Metric>()
                    .Where(_users.ContainsKey),
            ];
            Metric[] all = [.. shared, .. _registry.AddMany(missing)];
            foreach (Metric metric in all)
            {
                _users[metric] = _users.GetValueOrDefault(metric) + 1;
            }

            return all;
        }
    }

    /// <summary>Removes metrics, except those that others share.</summary>
    internal void Release(IEnumerable<Metric> metrics)
    {
        lock (_gate)
        {
            foreach (Metric metric in metrics)
            {
                _users[metric]--;
                if (_users[metric] == 0)
                {
                    _users.Remove(metric);
                    _registry.Remove(metric);
                }
            }
        }
    }

    private bool IsThere(MetricDefinition definition) =>
        _registry.Find(definition.Name) is { } metric && DefinitionComparer.Instance.Equals(metric.Definition, definition);
}
