using System.Diagnostics;

namespace Telemetry;

/// <summary>Calls a handler at most once in an interval. Takes no lock. Safe to use from any thread.</summary>
internal sealed class ThrottledHandler(TimeSpan interval, TelemetryHandler next, MeteredHandler? meter)
{
    // The time of the last call, of the clock of Stopwatch; zero before the first one.
    private long _last;

    internal void Handle(in EventData data, object? config)
    {
        if (TryBegin())
        {
            next(in data, config);
        }
        else
        {
            meter?.CountThrottled(data.EventName);
        }
    }

    // Of several threads that see the interval over, the one that stores its time first makes the call.
    private bool TryBegin()
    {
        long last = Interlocked.Read(ref _last);
        long now = Math.Max(1, Stopwatch.GetTimestamp());
        return (last == 0 || MonotonicTime.FromTimestamp(now - last) >= interval)
            && Interlocked.CompareExchange(ref _last, now, last) == last;
    }
}
