using Telemetry.Metrics;

namespace Telemetry.Commands;

/// <summary>The types of metrics, by their names.</summary>
internal static class MetricTypes
{
    private static readonly MetricType[] s_all =
        [MetricType.Counter, MetricType.Sum, MetricType.LastValue, MetricType.Summary, MetricType.Distribution];

    /// <summary>Returns the type with a name.</summary>
    /// <param name="name">The name; blank for the declared type.</param>
    /// <param name="declared">Gets the declared type; null if there is none.</param>
    /// <exception cref="InvalidMetricException">There is no such type, or none.</exception>
    internal static MetricType Parse(string name, Func<MetricType?> declared)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return declared() ?? throw InvalidMetricException.NoType();
        }

        int index = Array.FindIndex(s_all, type => string.Equals(type.ToString(), name.Trim(), StringComparison.OrdinalIgnoreCase));
        return index < 0 ? throw InvalidMetricException.Type(name) : s_all[index];
    }
}
