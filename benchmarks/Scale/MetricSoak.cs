using Telemetry.Metrics;

namespace Telemetry.Benchmarks.Scale;

/// <summary>
/// Emitters that record into twenty metrics without a pause, while others are added and removed, and all are collected. Every total
/// must come out exactly.
/// </summary>
internal sealed class MetricSoak : IDisposable
{
    private const string Name = "soak.recorded";
    private const int MetricsOfEachType = 4;
    private const int Tags = 37;

    private readonly MetricRegistry _registry;
    private readonly Metric[] _metrics;
    private readonly Dictionary<string, long> _last = [];
    private int _cycles;

    /// <summary>Adds the metrics.</summary>
    internal MetricSoak(TelemetryDispatcher dispatcher)
    {
        _registry = new MetricRegistry(dispatcher);
        _metrics = [.. Definitions().Select(_registry.Add)];
    }

    /// <summary>The event to emit, with the measurement <c>n</c>, an integer, and the tag <c>tag</c>.</summary>
    internal static string EventName => Name;

    /// <summary>The number of metrics.</summary>
    internal int MetricCount => _metrics.Length;

    /// <summary>The number of times that a metric was added, recorded an event and was removed.</summary>
    internal int Cycles => _cycles;

    /// <summary>The value of the tag of an emit, one of a few.</summary>
    internal static int TagOf(long emit) => (int)(emit % Tags);

    /// <summary>Adds a metric, removes it, and collects all. Returns a description of the first total that went down; null if none
    /// did.</summary>
    internal string? Cycle()
    {
        Metric added = _registry.Add(new($"soak.brief{_cycles++}.count", MetricType.Counter)
        {
            Events = [Name, "soak.other*"],
            Tags = ["tag"],
        });
        MetricSnapshot snapshot = _registry.Collect();
        _registry.Remove(added);
        foreach (MetricReading reading in snapshot.Metrics)
        {
            if (!Array.Exists(_metrics, metric => metric.Definition == reading.Definition))
            {
                continue;
            }

            long count = reading.Series.Sum(series => series.Count);
            _last.TryGetValue(reading.Definition.Name, out long before);
            if (count < before)
            {
                return $"{reading.Definition.Name} went from {before} to {count}.";
            }

            _last[reading.Definition.Name] = count;
        }

        return null;
    }

    /// <summary>Returns a description of each metric whose totals are not exact.</summary>
    /// <param name="emits">The number of emits.</param>
    /// <param name="sum">The sum of their measurements.</param>
    internal IEnumerable<string> Differences(long emits, long sum)
    {
        foreach (Metric metric in _metrics)
        {
            IReadOnlyList<SeriesReading> series = metric.Read().Series;
            long inSeries = series.Sum(reading => reading.Count);
            if (metric.Recorded != emits || inSeries != emits)
            {
                yield return $"{metric.Definition.Name} recorded {metric.Recorded}, {inSeries} in its series, of {emits}.";
            }

            long value = series.Sum(reading => reading.Value.TryGetInt64(out long integer) ? integer : long.MinValue);
            long expected = metric.Definition.Type == MetricType.Counter ? emits : sum;
            if (metric.Definition.Type != MetricType.LastValue && value != expected)
            {
                yield return $"{metric.Definition.Name} has the sum {value} of {expected}.";
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _registry.Dispose();

    private static IEnumerable<MetricDefinition> Definitions()
    {
        foreach (MetricType type in Enum.GetValues<MetricType>())
        {
            for (int i = 0; i < MetricsOfEachType; i++)
            {
                yield return new($"soak.{type.ToString().ToLowerInvariant()}{i}.n", type)
                {
                    Events = i == 3 ? ["soak.rec*"] : [Name],
                    Measurement = "n",
                    Tags = i == 0 ? [] : ["tag"],
                    SeriesLimit = i == 2 ? 10 : 2000,
                    Buckets = type == MetricType.Distribution ? [1, 2, 5, 10] : [],
                };
            }
        }
    }
}
