using Telemetry.Metrics;

namespace Telemetry.Reporters;

/// <summary>Samples the values of all distributions and summaries that a reporter reports. Safe to use from any thread.</summary>
internal sealed class ObservedMetrics : IDisposable
{
    private readonly object _gate = new();
    private readonly Dictionary<Metric, ObservedMetric> _metrics = [];
    private bool _isDisposed;

    /// <summary>Begins to observe metrics that are new, and ends with those that are not selected any more.</summary>
    internal void Follow(IEnumerable<Metric> selected)
    {
        lock (_gate)
        {
            HashSet<Metric> metrics = _isDisposed
                ? []
                : [.. selected.Where(metric => metric.Definition.Type is MetricType.Distribution or MetricType.Summary)];
            foreach (Metric gone in _metrics.Keys.Except(metrics).ToArray())
            {
                _metrics[gone].Dispose();
                _metrics.Remove(gone);
            }

            foreach (Metric added in metrics.Except(_metrics.Keys).ToArray())
            {
                _metrics.Add(added, new ObservedMetric(added));
            }
        }
    }

    /// <summary>Returns the samples of a metric by a reading of it; null if it is not observed yet.</summary>
    internal ObservedMetric? Find(MetricReading reading)
    {
        lock (_gate)
        {
            return _metrics.FirstOrDefault(entry => ReferenceEquals(entry.Key.Definition, reading.Definition)).Value;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
        }

        Follow([]);
    }
}
