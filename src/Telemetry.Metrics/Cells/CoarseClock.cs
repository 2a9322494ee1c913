#if !NET
using System.Diagnostics;
#endif

namespace Telemetry.Metrics;

/// <summary>A monotonic clock in milliseconds, fast and coarse.</summary>
internal static class CoarseClock
{
    // Above 0: the negative of a time says that nothing was recorded since a set of a poll began.
#if NET
    internal static long Now => Environment.TickCount64 + 1;
#else
    internal static long Now => (long)(Stopwatch.GetTimestamp() * (1000.0 / Stopwatch.Frequency)) + 1;
#endif
}
