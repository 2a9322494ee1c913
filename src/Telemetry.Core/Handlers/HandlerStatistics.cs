namespace Telemetry;

/// <summary>The calls of a handler and their times, at one moment. Instances are immutable.</summary>
public sealed class HandlerStatistics
{
    internal HandlerStatistics(
        long calls, long failures, long filtered, long throttled, TimeSpan totalTime, TimeSpan longestTime, DateTime? lastRun)
    {
        Calls = calls;
        Failures = failures;
        Filtered = filtered;
        Throttled = throttled;
        TotalTime = totalTime;
        LongestTime = longestTime;
        LastRun = lastRun;
    }

    /// <summary>The number of calls of the handler that were completed or given up, including those that failed.</summary>
    public long Calls { get; }

    /// <summary>The number of failures of the handler and of its filter. A failure of the filter is not counted as a
    /// call.</summary>
    public long Failures { get; }

    /// <summary>The number of events that the conditions or the filter of the handler rejected
    /// (<see cref="HandlerOptions.Where"/>, <see cref="HandlerOptions.Filter"/>).</summary>
    public long Filtered { get; }

    /// <summary>The number of events that were dropped because the handler had been called a short time before
    /// (<see cref="HandlerOptions.Throttle"/>).</summary>
    public long Throttled { get; }

    /// <summary>The total time of all calls, including each of those that run at the same time.</summary>
    public TimeSpan TotalTime { get; }

    /// <summary>The average time of a call; zero if there was none.</summary>
    public TimeSpan MeanTime => Calls == 0 ? TimeSpan.Zero : new TimeSpan(TotalTime.Ticks / Calls);

    /// <summary>The time of the longest call.</summary>
    public TimeSpan LongestTime { get; }

    /// <summary>The time at which the last call ended, in UTC; null if there was none.</summary>
    public DateTime? LastRun { get; }

    /// <summary>Returns the counts and times on one line.</summary>
    public override string ToString()
    {
        (double mean, double longest) = (MeanTime.TotalMilliseconds, LongestTime.TotalMilliseconds);
        return FormattableString.Invariant(
            $"{Calls} calls, {Failures} failures, {mean:0.###} ms on average, {longest:0.###} ms at most");
    }
}
