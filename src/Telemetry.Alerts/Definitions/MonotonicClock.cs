using System.Diagnostics;

namespace Telemetry.Alerts;

/// <summary>A monotonic clock, for deadlines and durations.</summary>
internal static class MonotonicClock
{
    private static readonly double s_ticksPerCount = (double)TimeSpan.TicksPerSecond / Stopwatch.Frequency;

    internal static TimeSpan Now => new((long)(Stopwatch.GetTimestamp() * s_ticksPerCount));
}
