using System.Diagnostics;

namespace Telemetry;

/// <summary>The clock that never goes back, for durations.</summary>
internal static class MonotonicTime
{
    private static readonly double s_ticksPerCount = (double)TimeSpan.TicksPerSecond / Stopwatch.Frequency;

    internal static TimeSpan Now => new((long)(Stopwatch.GetTimestamp() * s_ticksPerCount));
}
