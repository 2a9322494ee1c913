using System.Diagnostics;

namespace Telemetry;

/// <summary>The clock that never goes back, for durations.</summary>
internal static class MonotonicTime
{
    private static readonly double s_ticksPerCount = (double)TimeSpan.TicksPerSecond / Stopwatch.Frequency;

    internal static TimeSpan Now => FromTimestamp(Stopwatch.GetTimestamp());

    /// <summary>The time that a timestamp, or the difference of two, of <see cref="Stopwatch"/> stands for.</summary>
    internal static TimeSpan FromTimestamp(long counts) => new((long)(counts * s_ticksPerCount));
}
