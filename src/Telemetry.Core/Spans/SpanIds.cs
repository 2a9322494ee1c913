namespace Telemetry;

/// <summary>Generates the ids of spans, which are unique in the process.</summary>
internal static class SpanIds
{
    // A power of two. A thread reserves this many ids at once, so that threads rarely contend for the counter.
    private const long BlockSize = 1024;

    private static long s_taken;

    // The last id of this thread. A multiple of the block size, such as 0, has no successor in its block.
    [ThreadStatic]
    private static long t_last;

    /// <summary>Returns an id above 0. The ids of one thread increase; the order of ids of different threads has no meaning.</summary>
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
