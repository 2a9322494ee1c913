using System.Diagnostics;

namespace Telemetry;

/// <summary>A monotonic clock, for durations.</summary>
internal static class MonotonicTime
{
    private static readonly double s_ticksPerCount = (double)TimeSpan.TicksPerSecond / Stopwatch.Frequency;

    internal static TimeSpan Now => FromTimestamp(Stopwatch.GetTimestamp());

    /// <summary>Converts a timestamp of <see cref="Stopwatch"/>, or the difference of two, to a time.</summary>
    internal static TimeSpan FromTimestamp(long counts) => new((long)(counts * s_ticksPerCount));
}
