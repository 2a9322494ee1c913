using Telemetry.Metrics;

namespace Telemetry.Alerts;

/// <summary>Computes the numbers of a metric that an alert compares, from one reading to the next. Used by one thread at a time.</summary>
/// <remarks>A statistic of an interval needs an earlier reading. A few are kept, so that the interval is at most one sixth longer than
/// it should be.</remarks>
internal sealed class MetricProbe(AlertDefinition definition)
{
    private const int Parts = 6;

    private readonly TimeSpan _within = definition.Within
        ?? (definition.Interval > TimeSpan.FromMinutes(1) ? definition.Interval : TimeSpan.FromMinutes(1));

    private readonly List<(TimeSpan Time, MetricReading Reading)> _earlier = [];

    /// <summary>The reason for which nothing can be compared, as a sentence; null if it can.</summary>
    internal string? Problem { get; private set; }

    /// <summary>The names of the tags, in the order of the values.</summary>
    internal IReadOnlyList<string> TagNames { get; private set; } = [];

    /// <summary>Computes the numbers of a reading.</summary>
    /// <param name="reading">The reading; null if there is no such metric.</param>
    /// <param name="now">The time.</param>
    internal IReadOnlyList<MetricSample> Read(MetricReading? reading, TimeSpan now)
    {
        AlertStatistic statistic = reading is null ? default : MetricStatistic.Of(definition, reading.Definition.Type);
        Problem = reading is null
            ? $"There is no metric '{definition.Metric}' so far."
            : MetricStatistic.FindProblem(statistic, reading.Definition);
        if (Problem is not null)
        {
            _earlier.Clear();
            return [];
        }

        if (!reading!.Definition.Tags.Select(tag => tag.Name).SequenceEqual(TagNames))
        {
            TagNames = [.. reading.Definition.Tags.Select(tag => tag.Name)];
        }

        TimeSpan elapsed = TimeSpan.Zero;
        MetricReading interval = reading;
        if (statistic != AlertStatistic.Value)
        {
            if (!TryFindEarlier(reading, now, out MetricReading? earlier, out elapsed))
            {
                return [];
            }

            interval = reading.Since(earlier!);
        }

        return
        [
            .. interval.Series
                .Select(series => (series.TagValues, Value: MetricStatistic.Compute(statistic, reading.Definition.Type, series, elapsed)))
                .Where(sample => sample.Value is not null)
                .Select(sample => new MetricSample(sample.TagValues, sample.Value!.Value)),
        ];
    }

    private bool TryFindEarlier(MetricReading reading, TimeSpan now, out MetricReading? earlier, out TimeSpan elapsed)
    {
        while (_earlier.Count > 1 && now - _earlier[1].Time >= _within)
        {
            _earlier.RemoveAt(0);
        }

        bool found = _earlier.Count > 0 && now > _earlier[0].Time;
        (earlier, elapsed) = found ? (_earlier[0].Reading, now - _earlier[0].Time) : (null, TimeSpan.Zero);
        if (_earlier.Count == 0 || now - _earlier[_earlier.Count - 1].Time >= new TimeSpan(_within.Ticks / Parts))
        {
            _earlier.Add((now, reading));
        }

        return found;
    }
}
