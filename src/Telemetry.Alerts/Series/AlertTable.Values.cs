using Telemetry.Metrics;

namespace Telemetry.Alerts;

/// <content>Comparing the values of a metric.</content>
internal sealed partial class AlertTable
{
    /// <summary>Compares the values of the series of a metric. A series that is not among them is gone.</summary>
    internal void Compare(IReadOnlyList<string> names, IReadOnlyList<MetricSample> samples)
    {
        lock (_gate)
        {
            TimeSpan now = _clock.Elapsed;
            var present = new HashSet<IReadOnlyList<string>>(TagValuesComparer.Instance);
            foreach (MetricSample sample in samples)
            {
                present.Add(sample.TagValues);
                if (LimitTest.IsBeyond(_definition, sample.Value))
                {
                    OnBeyond(Get(names, sample.TagValues), sample.Value, now);
                }
                else if (_series.TryGetValue(sample.TagValues, out AlertSeries? known))
                {
                    OnBack(known, sample.Value, now);
                }
            }

            // Beyond the limit of series, it is not known which of them the series for the others stands for.
            bool isAnyUnknown = samples.Any(sample =>
                LimitTest.IsBeyond(_definition, sample.Value) && !_series.ContainsKey(sample.TagValues));
            foreach (AlertSeries series in All().Where(series => series.IsOther ? !isAnyUnknown : !present.Contains(series.TagValues)))
            {
                OnBack(series, null, now);
            }
        }
    }

    private void OnBeyond(AlertSeries series, double value, TimeSpan now)
    {
        Interlocked.Increment(ref _events);
        series.Count++;
        series.Value = value;
        series.LastActivity = now;
        series.BackSince = null;
        if (!series.IsRaised)
        {
            series.BeyondSince ??= now;
            series.State = AlertState.Pending;
            if (now - series.BeyondSince >= _definition.For)
            {
                Raise(series, now);
            }
        }

        if (!series.IsRaised)
        {
            Place(series);
        }

        Schedule(series);
    }

    private void OnBack(AlertSeries series, double? value, TimeSpan now)
    {
        series.Value = value;
        if (!series.IsRaised)
        {
            series.State = AlertState.Cleared;
            series.Restart();
            Settle(series, now);
        }
        else if (value is { } number && !LimitTest.IsBack(_definition, number))
        {
            series.BackSince = null;
        }
        else
        {
            series.BackSince ??= now;
            if (now - series.BackSince >= (_definition.ClearAfter ?? TimeSpan.Zero))
            {
                Clear(series, value is null ? AlertReason.Gone : AlertReason.ValueBack, now);
            }
        }
    }
}
