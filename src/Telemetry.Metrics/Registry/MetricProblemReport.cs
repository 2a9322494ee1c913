namespace Telemetry.Metrics;

/// <summary>The first occurrence of a problem of a metric. Immutable.</summary>
public sealed class MetricProblemReport
{
    internal MetricProblemReport(Metric metric, MetricProblem problem, EventName eventName, string message, Exception? exception)
    {
        Metric = metric;
        Problem = problem;
        EventName = eventName;
        Message = message;
        Exception = exception;
    }

    /// <summary>The metric.</summary>
    public Metric Metric { get; }

    /// <summary>The problem.</summary>
    public MetricProblem Problem { get; }

    /// <summary>The event that had it first.</summary>
    public EventName EventName { get; }

    /// <summary>The problem and what to do about it, as a sentence.</summary>
    public string Message { get; }

    /// <summary>The exception of a function; null if there was none.</summary>
    public Exception? Exception { get; }
}
