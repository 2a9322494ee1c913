using Telemetry.Metrics;

namespace Telemetry.Reporters;

/// <summary>The readings of series that were sent last, of which the next ones are the differences. Used by one thread at a
/// time.</summary>
/// <param name="isOfRegistry">Whether a metric of a name is one of the registry, whose numbers can be restored.</param>
internal sealed class SentReadings(Func<string, bool> isOfRegistry)
{
    private readonly DateTime _since = DateTime.UtcNow;
    private Dictionary<string, SentMetric> _metrics = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes what is recorded already as sent.</summary>
    internal void Begin(IEnumerable<MetricReading> metrics)
    {
        foreach (MetricReading metric in metrics)
        {
            SentMetric sent = Of(metric);
            foreach (SeriesReading series in metric.Series)
            {
                sent.Series[series.TagValues] = series;
            }
        }
    }

    /// <summary>Returns the numbers of a series that were not sent yet.</summary>
    /// <returns>The numbers; null if they cannot be told from those of an earlier run, or of another process.</returns>
    internal SeriesReading? Since(MetricReading metric, SeriesReading series)
    {
        MetricDefinition definition = metric.Definition;
        if (Of(metric).Series.TryGetValue(series.TagValues, out SeriesReading? sent)
            && !(definition.RunningTotal && (sent.Count == 0 || series.Started > sent.Started)))
        {
            return series.Since(sent);
        }

        // A total that somebody else counts, or numbers that were restored when the metric was added.
        if (definition.RunningTotal || (series.Started < _since && isOfRegistry(definition.Name)))
        {
            Set(metric, series);
            return null;
        }

        return series;
    }

    internal void Set(MetricReading metric, SeriesReading series) => Of(metric).Series[series.TagValues] = series;

    /// <summary>Forgets metrics and series that do not exist any more.</summary>
    internal void Keep(MetricSnapshot snapshot)
    {
        var kept = new Dictionary<string, SentMetric>(StringComparer.OrdinalIgnoreCase);
        foreach (MetricReading metric in snapshot.Metrics)
        {
            SentMetric sent = Of(metric);
            var series = new SentMetric(metric.Definition);
            foreach (SeriesReading one in metric.Series)
            {
                if (sent.Series.TryGetValue(one.TagValues, out SeriesReading? last))
                {
                    series.Series[one.TagValues] = last;
                }
            }

            kept[metric.Definition.Name] = series;
        }

        _metrics = kept;
    }

    // A metric that replaced another one begins again.
    private SentMetric Of(MetricReading metric)
    {
        if (!_metrics.TryGetValue(metric.Definition.Name, out SentMetric? sent) || !ReferenceEquals(sent.Definition, metric.Definition))
        {
            _metrics[metric.Definition.Name] = sent = new SentMetric(metric.Definition);
        }

        return sent;
    }

    private sealed class SentMetric(MetricDefinition definition)
    {
        internal MetricDefinition Definition => definition;

        internal Dictionary<IReadOnlyList<string>, SeriesReading> Series { get; } = new(TagValuesComparer.Instance);
    }
}
