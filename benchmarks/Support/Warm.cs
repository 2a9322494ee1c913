using System.Diagnostics;

namespace Telemetry.Benchmarks.Support;

/// <summary>Runs what is measured beforehand, until the JIT has compiled it for good. What is left to the library would be
/// counted in iterations, and on a busy machine be over before the JIT's own thread had its turn.</summary>
internal static class Warm
{
    // After 30 calls a method is compiled again, in two steps, each some tenths of a second later.
    private const int Rounds = 200;
    private static readonly TimeSpan s_least = TimeSpan.FromMilliseconds(800);
    private static readonly TimeSpan s_most = TimeSpan.FromSeconds(4);

    /// <summary>Runs loops in turn.</summary>
    internal static void Up(params Action[] loops)
    {
        var clock = Stopwatch.StartNew();
        for (int round = 0; clock.Elapsed < (round < Rounds ? s_most : s_least); round++)
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
