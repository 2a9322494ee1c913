using System.Text;
using Telemetry.Metrics;

namespace Telemetry.Reporters;

/// <summary>The groups of a snapshot: one for each combination of values of the tags that make groups. The server adds these to the
/// labels of all metrics of the group, so the metrics are without them.</summary>
/// <remarks>A metric that does not have a tag, and a series whose value of it is empty, is in the group without its label: for
/// Prometheus, a label without a value is the same as none, and two groups that differ in it would be one.</remarks>
internal sealed class PushGroups
{
    private readonly GroupingKey _key;
    private readonly SortedDictionary<string, List<MetricReading>> _metrics = new(StringComparer.Ordinal);

    internal PushGroups(GroupingKey key, IEnumerable<MetricReading> metrics)
    {
        _key = key;
        foreach (MetricReading metric in metrics)
        {
            Add(metric);
        }
    }

    /// <summary>The metrics of each group by its path. Each of them has samples.</summary>
    internal IReadOnlyDictionary<string, List<MetricReading>> ByPath => _metrics;

    private void Add(MetricReading metric)
    {
        string[] labels = [.. metric.Definition.Tags.Select(tag => ExportedName.OfTag(tag.Name))];
        int[] indexes = [.. _key.GroupLabels.Select(label => Array.IndexOf(labels, label))];
        if (Array.TrueForAll(indexes, index => index < 0))
        {
            Add(_key.Path, metric);
            return;
        }

        int[] others = [.. Enumerable.Range(0, labels.Length).Except(indexes)];
        MetricDefinition definition = WithTags(metric.Definition, others);
        foreach (IGrouping<string, SeriesReading> group in metric.Series.GroupBy(series => PathOf(series, indexes)))
        {
            Add(group.Key, new MetricReading(definition, [.. group.Select(series => WithTags(series, others))]));
        }
    }

    private void Add(string path, MetricReading metric)
    {
        if (FamilyText.HasSamples(metric))
        {
            if (!_metrics.TryGetValue(path, out List<MetricReading>? metrics))
            {
                _metrics.Add(path, metrics = []);
            }

            metrics.Add(metric);
        }
    }

    private string PathOf(SeriesReading series, int[] indexes)
    {
        var path = new StringBuilder(_key.Path);
        for (int i = 0; i < indexes.Length; i++)
        {
            if (indexes[i] >= 0 && series.TagValues[indexes[i]] is { Length: > 0 } value)
            {
                GroupingKey.Append(path, _key.GroupLabels[i], value);
            }
        }

        return path.ToString();
    }

    // All that its text depends on.
    private static MetricDefinition WithTags(MetricDefinition definition, int[] tags) => new(definition.Name, definition.Type)
    {
        Unit = definition.Unit,
        Description = definition.Description,
        Buckets = definition.Buckets,
        AllowNegative = definition.AllowNegative,
        Tags = [.. tags.Select(tag => definition.Tags[tag])],
    };

    private static SeriesReading WithTags(SeriesReading series, int[] tags) => new()
    {
        TagValues = [.. tags.Select(tag => series.TagValues[tag])],
        Started = series.Started,
        Count = series.Count,
        Value = series.Value,
        BucketCounts = series.BucketCounts,
        Exponential = series.Exponential,
    };
}
