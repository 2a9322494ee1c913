using System.Diagnostics;

namespace Telemetry;

/// <summary>The calls of a handler for one of its patterns, with their failures and times. Safe to use from any thread.</summary>
internal sealed class CallMeter
{
    private long _calls;
    private long _failures;
    private long _filtered;
    private long _throttled;
    private long _totalTime;
    private long _longestTime;
    private long _lastRun;

    /// <summary>Adds a call that ends now.</summary>
    /// <param name="start">The time at which it began, of the clock of <see cref="Stopwatch"/>.</param>
    internal void Add(long start)
    {
        long time = Stopwatch.GetTimestamp() - start;
        Interlocked.Increment(ref _calls);
        Interlocked.Add(ref _totalTime, time);
        Interlocked.Exchange(ref _lastRun, DateTime.UtcNow.Ticks);
        long longest = Interlocked.Read(ref _longestTime);
        while (time > longest)
        {
            long seen = Interlocked.CompareExchange(ref _longestTime, time, longest);
            longest = seen == longest ? time : seen;
        }
    }

    internal void AddFailure() => Interlocked.Increment(ref _failures);

    internal void AddFiltered() => Interlocked.Increment(ref _filtered);

    internal void AddThrottled() => Interlocked.Increment(ref _throttled);

    /// <summary>Returns the statistics of the calls that were added to any of the meters.</summary>
    internal static HandlerStatistics Read(params CallMeter[] meters)
    {
        (long calls, long failures, long filtered, long throttled) = (0, 0, 0, 0);
        (long totalTime, long longestTime, long lastRun) = (0, 0, 0);
        foreach (CallMeter meter in meters)
        {
            calls += Interlocked.Read(ref meter._calls);
            failures += Interlocked.Read(ref meter._failures);
            filtered += Interlocked.Read(ref meter._filtered);
            throttled += Interlocked.Read(ref meter._throttled);
            totalTime += Interlocked.Read(ref meter._totalTime);
            longestTime = Math.Max(longestTime, Interlocked.Read(ref meter._longestTime));
            lastRun = Math.Max(lastRun, Interlocked.Read(ref meter._lastRun));
        }

        return new HandlerStatistics(
            calls,
            failures,
            filtered,
            throttled,
            MonotonicTime.FromTimestamp(totalTime),
            MonotonicTime.FromTimestamp(longestTime),
            lastRun == 0 ? null : new DateTime(lastRun, DateTimeKind.Utc));
    }
}
