using Telemetry.Benchmarks.Scale;

namespace Telemetry.Tests.Support;

/// <summary>Tests that look at how much memory the process uses: one after the other, and nothing beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MemoryOfTheProcess
{
    public const string Name = "The memory of the process";

    private const int Rounds = 5;
    private const long Nothing = 100_000;

    /// <summary>Returns the growth of the memory by something that is done several times, in the round that is nearest to none: the
    /// runtime, and what other tests left to end, take and give some at any time. What leaks, grows in each round.</summary>
    /// <param name="action">Does it. It is passed the number of the round, from 0.</param>
    internal static long SmallestGrowth(Action<int> action)
    {
        long smallest = long.MaxValue;
        for (int round = 0; round < Rounds && Math.Abs(smallest) > Nothing; round++)
        {
            long growth = RetainedMemory.GrowthBy(() => action(round));
            smallest = Math.Abs(growth) < Math.Abs(smallest) ? growth : smallest;
        }

        return smallest;
    }
}
