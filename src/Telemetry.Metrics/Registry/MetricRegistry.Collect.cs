namespace Telemetry.Metrics;

/// <content>Collecting, and the report of problems.</content>
public sealed partial class MetricRegistry
{
    /// <summary>The name of the library's own metric, which counts the problems of the others: <c>telemetry.metric.problems</c>. It is
    /// part of each snapshot with a problem, and not one of <see cref="List"/>.</summary>
    public const string ProblemsMetric = "telemetry.metric.problems";

    private static readonly EventName s_problemEvent = EventName.Parse(MetricEvents.Problem);

    /// <summary>Raised by <see cref="Collect()"/> before it reads the metrics, on the same thread, so that what is to be asked for
    /// can be asked now. An exception of a subscriber is ignored.</summary>
    public event EventHandler? Collecting;

    /// <summary>Raised at the first occurrence of each problem of a metric, on the thread that emits the event, while the handlers of
    /// that event run. An exception of a subscriber is ignored. The event <c>telemetry.metric.problem</c> reports the same.</summary>
    public event EventHandler<MetricProblemReport>? ProblemFound;

    /// <summary>Raises <see cref="Collecting"/> and reads all metrics, and the problems that they had. Threads that record do not
    /// wait for it.</summary>
    public MetricSnapshot Collect() => Collect(static _ => true);

    /// <summary>Raises <see cref="Collecting"/> and reads some metrics, and the problems that they had. Threads that record do not
    /// wait for it.</summary>
    /// <param name="select">Selects the metrics.</param>
    /// <exception cref="ArgumentNullException"><paramref name="select"/> is null.</exception>
    public MetricSnapshot Collect(Func<Metric, bool> select)
    {
        ArgumentNullException.ThrowIfNull(select);
        Notify(Collecting, static (subscriber, registry, arguments) => ((EventHandler)subscriber)(registry, EventArgs.Empty), this);
        Metric[] metrics = [.. List().Where(select)];
        List<MetricReading> readings = [.. metrics.Select(metric => metric.Read())];
        if (OwnMetrics.Read(metrics) is { } problems)
        {
            readings.Add(problems);
            readings.Sort((one, other) => StringComparer.OrdinalIgnoreCase.Compare(one.Definition.Name, other.Definition.Name));
        }

        return new MetricSnapshot(DateTime.UtcNow, readings);
    }

    private void ReportProblem(MetricRecorder recorder, MetricProblem problem, EventName eventName, Exception? exception)
    {
        Metric? metric = Find(recorder.Definition.Name);
        if (metric?.Recorder != recorder)
        {
            // Removed meanwhile.
            return;
        }

        string message = ProblemText.Of(metric.Definition, metric.Plan.MeasurementKey, problem, eventName, exception);
        try
        {
            Dispatcher.Execute(
                s_problemEvent,
                [new("count", 1)],
                [
                    new("metric", metric.Definition.Name),
                    new("reason", problem.ToString()),
                    new("event_name", eventName.ToString()),
                    new("message", message),
                ]);
        }
        catch (TelemetryRecursionException)
        {
            // Deep inside other emits, the report is refused; the other metrics of the event are recorded all the same.
        }

        Notify(
            ProblemFound,
            static (subscriber, registry, report) => ((EventHandler<MetricProblemReport>)subscriber)(registry, (MetricProblemReport)report),
            new MetricProblemReport(metric, problem, eventName, message, exception));
    }

    private void Notify(MulticastDelegate? subscribers, Action<Delegate, MetricRegistry, object> call, object arguments)
    {
        foreach (Delegate subscriber in subscribers?.GetInvocationList() ?? [])
        {
            try
            {
                call(subscriber, this, arguments);
            }
            catch (Exception e) when (Dispatcher.IsHandlerFailure(e))
            {
                // The caller is somebody else, who can do nothing about it.
            }
        }
    }
}
