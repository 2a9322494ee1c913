#if NET
namespace Telemetry.Polling;

/// <summary>The figures of the runtime.</summary>
internal static class RuntimeApi
{
    internal static long? AllocatedBytes => GC.GetTotalAllocatedBytes(precise: false);

    internal static TimeSpan? PauseDuration => GC.GetTotalPauseDuration();

    internal static long? Threads => ThreadPool.ThreadCount;

    internal static long? QueueLength => ThreadPool.PendingWorkItemCount;

    internal static long? CompletedItems => ThreadPool.CompletedWorkItemCount;

    internal static long? LockContentions => Monitor.LockContentionCount;

    internal static long? Timers => Timer.ActiveCount;

    /// <summary>The figures of the last garbage collection; null before the first one.</summary>
    internal static GcInfo? LastCollection
    {
        get
        {
            GCMemoryInfo info = GC.GetGCMemoryInfo(GCKind.Any);
            return info.Index == 0
                ? null
                : new GcInfo(
                    info.HeapSizeBytes,
                    info.FragmentedBytes,
                    info.TotalCommittedBytes,
                    info.TotalAvailableMemoryBytes,
                    info.PauseTimePercentage);
        }
    }
}
#endif
