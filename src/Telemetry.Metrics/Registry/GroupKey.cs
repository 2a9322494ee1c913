using System.Text;

namespace Telemetry.Metrics;

/// <summary>Identifies the metrics that can share the look-up of their series.</summary>
internal static class GroupKey
{
    /// <summary>Returns the key of a metric; null if it shares with no other, as functions read its tags.</summary>
    internal static string? Of(MetricPlan plan)
    {
        MetricDefinition definition = plan.Definition;
        if (definition.Tags.Any(tag => tag.Key is null))
        {
            return null;
        }

        // Line feeds are in neither names nor keys that are valid.
        var key = new StringBuilder();
        key.Append(definition.SeriesLimit).Append('/').Append(definition.Lifetime?.Ticks).Append('/').Append(definition.PerPoll);
        IEnumerable<string> patterns = plan.Patterns.Select(pattern => pattern.ToString().ToUpperInvariant());
        foreach (string pattern in patterns.OrderBy(text => text, StringComparer.Ordinal))
        {
            key.Append('\n').Append(pattern);
        }

        foreach (MetricTag tag in definition.Tags)
        {
            key.Append("\n=").Append(tag.Key!.ToUpperInvariant());
        }

        return key.ToString();
    }
}
