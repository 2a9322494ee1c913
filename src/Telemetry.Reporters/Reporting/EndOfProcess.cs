using System.Diagnostics;

namespace Telemetry.Reporters;

/// <summary>The time that all reporters together have at the end of the process. A process that ends by a signal may call them
/// twice: for the signal, and when it exits.</summary>
internal static class EndOfProcess
{
    // A call that comes this late belongs to another signal, which the program survived as well.
    private static readonly TimeSpan s_sameEnd = TimeSpan.FromSeconds(15);
    private static readonly object s_gate = new();
    private static Stopwatch? s_begun;

    /// <summary>Begins the end of the process, unless it has begun.</summary>
    /// <returns>The time that is left; zero if there is none.</returns>
    internal static TimeSpan Begin()
    {
        lock (s_gate)
        {
            if (s_begun is null || s_begun.Elapsed > s_sameEnd)
            {
                s_begun = Stopwatch.StartNew();
            }

            TimeSpan left = ProcessEnd.MaxTimeout - s_begun.Elapsed;
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }
}
