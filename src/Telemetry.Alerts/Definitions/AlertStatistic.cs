namespace Telemetry.Alerts;

/// <summary>The number of a series of a metric that is compared with the limits of an alert.</summary>
/// <remarks>All but <see cref="Value"/> are numbers of the last <see cref="AlertDefinition.Within"/>, and not of the whole life of the
/// process.</remarks>
public enum AlertStatistic
{
    /// <summary>The value that the metric shows: a last value, or the total of a counter or sum. Not for distributions and
    /// summaries.</summary>
    Value,

    /// <summary>The number of recorded events. Not for last values.</summary>
    Count,

    /// <summary>The increase of a counter or sum, or of the number of values of a distribution or summary, per second.</summary>
    Rate,

    /// <summary>The mean of a sum, distribution or summary. A series without values has none.</summary>
    Mean,

    /// <summary>The median of a distribution or summary.</summary>
    P50,

    /// <summary>The value that 90 % of the values of a distribution or summary do not exceed.</summary>
    P90,

    /// <summary>The value that 95 % of the values of a distribution or summary do not exceed.</summary>
    P95,

    /// <summary>The value that 99 % of the values of a distribution or summary do not exceed.</summary>
    P99,
}
