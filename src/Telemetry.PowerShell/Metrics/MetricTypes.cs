using Telemetry.Metrics;

namespace Telemetry.Commands;

/// <summary>The types of metrics, by their names.</summary>
internal static class MetricTypes
{
    private static readonly MetricType[] s_all =
        [MetricType.Counter, MetricType.Sum, MetricType.LastValue, MetricType.Summary, MetricType.Distribution];

    /// <exception cref="InvalidMetricException">There is no such type.</exception>
    internal static MetricType Parse(string name)
    {
        int index = Array.FindIndex(s_all, type => string.Equals(type.ToString(), name.Trim(), StringComparison.OrdinalIgnoreCase));
        return index < 0 ? throw InvalidMetricException.Type(name) : s_all[index];
    }
}
