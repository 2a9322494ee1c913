using System.Diagnostics;

namespace Telemetry.Benchmarks.Support;

/// <summary>Runs what is measured beforehand, until the JIT has compiled it for good. What is left to the library would be
/// counted in iterations, and on a busy machine be over before the JIT's own thread had its turn.</summary>
internal static class Warm
{
    /// <summary>Runs loops in turn.</summary>
    internal static void Up(params Action[] loops)
    {
        var clock = Stopwatch.StartNew();
        for (int round = 0; round < 200 || clock.ElapsedMilliseconds < 800; round++)
        {
            foreach (Action loop in loops)
            {
                loop();
            }

            // Leaves room for that thread.
            Thread.Sleep(1);
        }
    }
}
