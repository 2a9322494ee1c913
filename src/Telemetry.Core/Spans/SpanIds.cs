namespace Telemetry;

/// <summary>Numbers that no two spans of the process have in common.</summary>
internal static class SpanIds
{
    // A power of two. Threads take that many at once, so that they rarely meet at the counter.
    private const long BlockSize = 1024;

    private static long s_taken;

    // The last id given out here. A multiple of the block size, as 0 is, has no successor in its block.
    [ThreadStatic]
    private static long t_last;

    /// <summary>A number above 0. Ids of one thread rise; those of different threads tell nothing by their order.</summary>
    internal static long Next()
    {
        long last = t_last;
        if (last % BlockSize == 0)
        {
            last = Interlocked.Add(ref s_taken, BlockSize) - BlockSize;
        }

        return t_last = last + 1;
    }
}
