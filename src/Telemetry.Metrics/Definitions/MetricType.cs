namespace Telemetry.Metrics;

/// <summary>The type of a metric: the numbers that are kept of its events.</summary>
public enum MetricType
{
    /// <summary>The number of events.</summary>
    Counter,

    /// <summary>The sum of a measurement.</summary>
    Sum,

    /// <summary>The most recent value of a measurement.</summary>
    LastValue,

    /// <summary>Count, sum, minimum, maximum and quantiles of a measurement, for any range of values.</summary>
    Summary,

    /// <summary>The number of measurements in each of the given buckets, with their count and sum: a histogram.</summary>
    Distribution,
}
