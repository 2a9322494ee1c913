namespace Telemetry.Alerts;

/// <summary>The times before further attempts.</summary>
internal static class RetrySchedule
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(1);

    /// <summary>Gets the time before a further attempt.</summary>
    /// <param name="first">The time before the first further attempt.</param>
    /// <param name="failures">The number of attempts that failed, 1 or more.</param>
    internal static TimeSpan DelayAfter(TimeSpan first, int failures)
    {
        TimeSpan longest = first > s_longest ? first : s_longest;
        double ticks = first.Ticks * Math.Pow(2, failures - 1);
        return ticks < longest.Ticks ? new TimeSpan((long)ticks) : longest;
    }
}
