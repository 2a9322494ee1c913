namespace Telemetry;

/// <summary>What a handler has done so far, at one moment. Immutable.</summary>
public sealed class HandlerStatistics
{
    internal HandlerStatistics(long calls, long failures, TimeSpan totalTime, TimeSpan longestTime, DateTime? lastRun)
    {
        Calls = calls;
        Failures = failures;
        TotalTime = totalTime;
        LongestTime = longestTime;
        LastRun = lastRun;
    }

    /// <summary>How often the handler was called and came to an end, failures included.</summary>
    public long Calls { get; }

    /// <summary>How often it failed, at calls and in its filter, which are none.</summary>
    public long Failures { get; }

    /// <summary>The time that all calls took, added up; calls on several threads at once count each for itself.</summary>
    public TimeSpan TotalTime { get; }

    /// <summary>The time that a call took on average; zero where there was none.</summary>
    public TimeSpan MeanTime => Calls == 0 ? TimeSpan.Zero : new TimeSpan(TotalTime.Ticks / Calls);

    /// <summary>The time that the longest call took.</summary>
    public TimeSpan LongestTime { get; }

    /// <summary>When the last call ended, in UTC; null where there was none.</summary>
    public DateTime? LastRun { get; }

    /// <summary>The counts and times on one line.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Calls} calls, {Failures} failures, {MeanTime.TotalMilliseconds:0.###} ms on average, {LongestTime.TotalMilliseconds:0.###} ms at most");
}
