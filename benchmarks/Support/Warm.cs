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

    // A script goes through so much of the engine that it takes longer.
    private static readonly TimeSpan s_leastOfScript = TimeSpan.FromSeconds(2.5);

    /// <summary>Runs loops in turn.</summary>
    internal static void Up(params Action[] loops) => Up(s_least, loops);

    /// <summary>Runs a script again and again.</summary>
    internal static void UpScript(Action script) => Up(s_leastOfScript, script);

    private static void Up(TimeSpan least, params Action[] loops)
    {
        var clock = Stopwatch.StartNew();
        for (int round = 0; clock.Elapsed < (round < Rounds ? s_most : least); round++)
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
