namespace Telemetry.Alerts;

/// <summary>The reasons for a change of state of a series.</summary>
public enum AlertReason
{
    /// <summary>Raised: the number of events, or the limit, was reached.</summary>
    Reached,

    /// <summary>Cleared by an event of <see cref="AlertDefinition.ClearOn"/>.</summary>
    ClearEvent,

    /// <summary>Cleared, as no event came for <see cref="AlertDefinition.ClearAfter"/>.</summary>
    Silence,

    /// <summary>Cleared, as the value of the metric is back.</summary>
    ValueBack,

    /// <summary>Cleared, as the metric, the series, or the value of its statistic no longer exists.</summary>
    Gone,
}
