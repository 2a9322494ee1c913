namespace Telemetry.Metrics;

/// <summary>The metric of the library itself: the problems of the others. It is part of each snapshot with a problem.</summary>
internal static class OwnMetrics
{
    internal static readonly MetricDefinition Problems = new(MetricRegistry.ProblemsMetric, MetricType.Counter)
    {
        Tags = ["metric", "reason"],
        Description = "The events that a metric recorded only in part, or not at all, by the reason.",
    };

    /// <summary>The definitions, whose names are reserved.</summary>
    internal static readonly MetricDefinition[] Definitions = [Problems];

    // For the process, as nobody resets it.
    private static readonly DateTime s_started = DateTime.UtcNow;

    /// <summary>Returns the problems of metrics; null if there are none.</summary>
    internal static MetricReading? Read(IEnumerable<Metric> metrics)
    {
        SeriesReading[] series =
        [
            .. from metric in metrics
               from problem in metric.Problems
               select new SeriesReading
               {
                   TagValues = [metric.Definition.Name, problem.Key.ToString()],
                   Started = s_started,
                   Count = problem.Value,
                   Value = problem.Value,
               },
        ];
        return series.Length == 0 ? null : new MetricReading(Problems, series);
    }
}
