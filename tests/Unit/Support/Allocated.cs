namespace Telemetry.Tests.Support;

/// <summary>Counts the bytes that this thread allocates.</summary>
internal static class Allocated
{
    /// <summary>The bytes one call allocates, once warm. The least of several rounds: what the runtime allocates when it
    /// sees fit is in some of them, what the call allocates is in all.</summary>
    public static double BytesPerCall(Action action, int calls = 1_000)
    {
        long least = long.MaxValue;
        for (int round = 0; round < 10; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int call = 0; call < calls; call++)
            {
                action();
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return (double)least / calls;
    }
}
