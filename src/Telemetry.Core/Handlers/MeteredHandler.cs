using System.Diagnostics;

namespace Telemetry;

/// <summary>Calls a handler, and counts and times the calls. Safe to use from any thread.</summary>
internal sealed class MeteredHandler(TelemetryHandler next)
{
    private long _calls;
    private long _totalTime;
    private long _longestTime;
    private long _lastRun;

    internal void Handle(in EventData data, object? config)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            next(in data, config);
        }
        finally
        {
            Add(Stopwatch.GetTimestamp() - start);
        }
    }

    internal HandlerStatistics Read(long failures)
    {
        long lastRun = Interlocked.Read(ref _lastRun);
        return new HandlerStatistics(
            Interlocked.Read(ref _calls),
            failures,
            MonotonicTime.FromTimestamp(Interlocked.Read(ref _totalTime)),
            MonotonicTime.FromTimestamp(Interlocked.Read(ref _longestTime)),
            lastRun == 0 ? null : new DateTime(lastRun, DateTimeKind.Utc));
    }

    private void Add(long time)
    {
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
}
