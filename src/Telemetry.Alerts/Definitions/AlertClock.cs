namespace Telemetry.Alerts;

/// <summary>The clock of a registry of alerts. Tests derive one whose time they set, and hand it to the registry.</summary>
public class AlertClock
{
    /// <summary>The time on a monotonic clock with a fixed, unknown origin. All durations of alerts are measured by it.</summary>
    public virtual TimeSpan Elapsed => MonotonicTime.Now;

    /// <summary>The time that is shown, in UTC.</summary>
    public virtual DateTime UtcNow => DateTime.UtcNow;
}
