namespace Telemetry.Alerts;

/// <summary>The states of an alert, and of each of its series.</summary>
public enum AlertState
{
    /// <summary>The condition does not hold, or it ended.</summary>
    Cleared,

    /// <summary>The value of a metric is beyond its limit, but not yet for as long as <see cref="AlertDefinition.For"/>.</summary>
    Pending,

    /// <summary>The condition holds.</summary>
    Raised,
}
