using System.Collections.Concurrent;
using Telemetry.Metrics;

namespace Telemetry.Reporters;

/// <summary>Samples the values that a metric records, for each series.</summary>
internal sealed class ObservedMetric : IDisposable
{
    // A series that is new may not be in a reading yet.
    private const int MostMisses = 2;

    private readonly ConcurrentDictionary<IReadOnlyList<string>, ValueSample> _samples = new(ReferenceComparer.Instance);
    private readonly IDisposable _tap;

    internal ObservedMetric(Metric metric)
    {
        _tap = metric.Tap((tagValues, value) => _samples.GetOrAdd(tagValues, static _ => new ValueSample()).Add(value));
    }

    /// <summary>Returns the sample of a series; null if it recorded nothing.</summary>
    internal ValueSample? Find(SeriesReading series) => _samples.TryGetValue(series.TagValues, out ValueSample? sample) ? sample : null;

    /// <summary>Forgets series that do not exist any more.</summary>
    internal void Keep(MetricReading reading)
    {
        var known = new HashSet<IReadOnlyList<string>>(reading.Series.Select(series => series.TagValues), ReferenceComparer.Instance);
        foreach (KeyValuePair<IReadOnlyList<string>, ValueSample> entry in _samples)
        {
            entry.Value.Misses = known.Contains(entry.Key) ? 0 : entry.Value.Misses + 1;
            if (entry.Value.Misses >= MostMisses)
            {
                _samples.TryRemove(entry.Key, out _);
            }
        }
    }

    public void Dispose() => _tap.Dispose();
}
