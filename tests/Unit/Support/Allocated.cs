namespace Telemetry.Tests.Support;

/// <summary>Counts the bytes that this thread allocates.</summary>
internal static class Allocated
{
    private const int Rounds = 10;
    private const int CallsPerRound = 1_000;

    /// <summary>How often <see cref="BytesPerCall"/> calls.</summary>
    public const int Calls = Rounds * CallsPerRound;

    /// <summary>The bytes that one call allocates now, cold or warm.</summary>
    public static long By(Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>The bytes one call allocates, once warm. The least of several rounds: what the runtime allocates when
    /// it sees fit is in some of them, what the call allocates is in all.</summary>
    public static double BytesPerCall(Action action)
    {
        long least = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int call = 0; call < CallsPerRound; call++)
            {
                action();
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return (double)least / CallsPerRound;
    }
}
