using Telemetry.Metrics;

namespace Telemetry.Alerts;

/// <content>Things that are due at a time, and the end of the process.</content>
public sealed partial class AlertRegistry
{
    private TimeSpan _wakeAt = TimeSpan.MaxValue;
    private bool _isWorking;
    private IDisposable? _processEnd;

    /// <summary>Does what is due now: compares metrics, clears series after a silence, and notifies of what was held back. The registry
    /// calls it by itself, unless it has a clock of a test.</summary>
    public void Check()
    {
        foreach (Alert alert in List())
        {
            alert.CheckDue();
        }

        CompareMetrics();
        foreach (Alert alert in List())
        {
            alert.EmitChanges();
        }
    }

    /// <summary>Makes sure that the thread checks at a time.</summary>
    internal void WakeAt(TimeSpan time)
    {
        // Read without the lock, which each counted event would take otherwise: the thread reads all times before it waits.
        if (!_hasWorker || time == TimeSpan.MaxValue)
        {
            return;
        }

        lock (_gate)
        {
            if (time < _wakeAt)
            {
                _wakeAt = time;
                Monitor.PulseAll(_gate);
            }
        }
    }

    private void CheckStatistic(AlertDefinition definition)
    {
        if (definition.IsOnMetric
            && definition.Statistic is { } statistic
            && FindMetric(definition.Metric!) is { } metric
            && MetricStatistic.FindProblem(statistic, metric.Definition) is { } problem)
        {
            throw new AlertException(AlertErrorKind.InvalidAlert, problem, statistic);
        }
    }

    private Metric? FindMetric(string name) =>
        MetricRegistry.ListAll(Dispatcher).Select(registry => registry.Find(name)).FirstOrDefault(metric => metric is not null);

    // Called under the lock.
    private void Start(Alert added)
    {
        if (added.HasAction)
        {
            _processEnd ??= ProcessEnd.Register(ProcessEndStage.Queues, ProcessEnd.MaxTimeout, DeliverAtEnd);
        }

        if (_hasWorker && !_isWorking)
        {
            _isWorking = true;
            BackgroundThread.Start(Work, "Telemetry alerts");
        }

        Monitor.PulseAll(_gate);
    }

    private void Work()
    {
        while (WaitUntilDue())
        {
            Guard(Check);
        }
    }

    private bool WaitUntilDue()
    {
        // Before the alerts are asked, so that what becomes due meanwhile lowers it.
        lock (_gate)
        {
            _wakeAt = TimeSpan.MaxValue;
        }

        TimeSpan due = List().Select(DueOf).DefaultIfEmpty(TimeSpan.MaxValue).Min();
        lock (_gate)
        {
            if (_alerts.Count == 0)
            {
                _isWorking = false;
                return false;
            }

            _wakeAt = due < _wakeAt ? due : _wakeAt;
            TimeSpan left = _wakeAt == TimeSpan.MaxValue ? TimeSpan.MaxValue : _wakeAt - Clock.Elapsed;
            if (left > TimeSpan.Zero)
            {
                Monitor.Wait(_gate, left.TotalMilliseconds < int.MaxValue ? (int)Math.Ceiling(left.TotalMilliseconds) : Timeout.Infinite);
            }

            return true;
        }
    }

    private static TimeSpan DueOf(Alert alert) =>
        alert.Definition.IsOnMetric && alert.NextComparison < alert.Due ? alert.NextComparison : alert.Due;

    private void CompareMetrics()
    {
        Alert[] due = TakeDue();
        if (due.Length == 0)
        {
            return;
        }

        try
        {
            var readings = new Dictionary<string, MetricReading>(StringComparer.OrdinalIgnoreCase);
            var names = new HashSet<string>(due.Select(alert => alert.Definition.Metric!), StringComparer.OrdinalIgnoreCase);
            foreach (MetricRegistry registry in MetricRegistry.ListAll(Dispatcher)
                .Where(registry => names.Any(name => registry.Find(name) is not null)))
            {
                foreach (MetricReading reading in registry.Collect(metric => names.Contains(metric.Definition.Name)).Metrics
                    .Where(reading => names.Contains(reading.Definition.Name) && !readings.ContainsKey(reading.Definition.Name)))
                {
                    readings.Add(reading.Definition.Name, reading);
                }
            }

            foreach (Alert alert in due)
            {
                alert.Compare(readings.TryGetValue(alert.Definition.Metric!, out MetricReading? reading) ? reading : null);
            }
        }
        finally
        {
            Array.ForEach(due, alert => alert.IsComparing = false);
        }
    }

    // Each is taken by one thread at a time. A comparison that takes longer than the interval is followed by the next one in step.
    private Alert[] TakeDue()
    {
        TimeSpan now = Clock.Elapsed;
        lock (_gate)
        {
            Alert[] due =
            [
                .. _alerts.Values.Where(alert => alert.Definition.IsOnMetric && !alert.IsComparing && alert.NextComparison <= now),
            ];
            foreach (Alert alert in due)
            {
                long ticks = alert.Definition.Interval.Ticks;
                alert.IsComparing = true;
                alert.NextComparison += new TimeSpan((((now - alert.NextComparison).Ticks / ticks) + 1) * ticks);
            }

            return due;
        }
    }

    // The pauses between attempts are left out, as the process does not wait for them.
    private void DeliverAtEnd(CancellationToken cancellation)
    {
        Alert[] alerts = [.. List().Where(alert => alert.HasAction)];
        Array.ForEach(alerts, alert => alert.BeginDelivery());
        foreach (Alert alert in alerts)
        {
            while (!cancellation.IsCancellationRequested && !alert.WaitForDelivery(TimeSpan.FromMilliseconds(100)))
            {
            }
        }

        Array.ForEach(alerts, alert => alert.EndDelivery());
    }
}
