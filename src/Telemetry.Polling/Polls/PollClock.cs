using System.Diagnostics;

namespace Telemetry.Polling;

/// <summary>A monotonic clock, for deadlines and durations.</summary>
internal static class PollClock
{
    private static readonly double s_ticksPerCount = (double)TimeSpan.TicksPerSecond / Stopwatch.Frequency;

    internal static TimeSpan Now => new((long)(Stopwatch.GetTimestamp() * s_ticksPerCount));

    /// <summary>The time until a deadline as whole milliseconds, rounded up, so that a wait does not end before it.</summary>
    internal static TimeSpan Left(TimeSpan deadline, TimeSpan now)
    {
        long ticks = (deadline - now).Ticks;
        return ticks <= 0
            ? TimeSpan.Zero
            : TimeSpan.FromMilliseconds(Math.Min((ticks / TimeSpan.TicksPerMillisecond) + 1, int.MaxValue));
    }
}
