#if !NET
using System.Reflection;

namespace Telemetry.Polling;

/// <summary>The figures of the runtime. This build also runs on newer runtimes, such as that of PowerShell 7, whose functions are
/// found once and called by delegates. Those that a runtime lacks have no figures.</summary>
internal static class RuntimeApi
{
    private static readonly Func<bool, long>? s_allocated = Find<Func<bool, long>>(typeof(GC), "GetTotalAllocatedBytes", [typeof(bool)]);
    private static readonly Func<TimeSpan>? s_pauses = Find<Func<TimeSpan>>(typeof(GC), "GetTotalPauseDuration", []);
    private static readonly Func<int>? s_threads = FindProperty<Func<int>>(typeof(ThreadPool), "ThreadCount");
    private static readonly Func<long>? s_queue = FindProperty<Func<long>>(typeof(ThreadPool), "PendingWorkItemCount");
    private static readonly Func<long>? s_completed = FindProperty<Func<long>>(typeof(ThreadPool), "CompletedWorkItemCount");
    private static readonly Func<long>? s_contentions = FindProperty<Func<long>>(typeof(Monitor), "LockContentionCount");
    private static readonly Func<long>? s_timers = FindProperty<Func<long>>(typeof(Timer), "ActiveCount");
    private static readonly Func<GcInfo?>? s_lastCollection = GcInfoReader.Create();

    internal static long? AllocatedBytes => s_allocated?.Invoke(false);

    internal static TimeSpan? PauseDuration => s_pauses?.Invoke();

    internal static long? Threads => s_threads?.Invoke();

    internal static long? QueueLength => s_queue?.Invoke();

    internal static long? CompletedItems => s_completed?.Invoke();

    internal static long? LockContentions => s_contentions?.Invoke();

    internal static long? Timers => s_timers?.Invoke();

    /// <summary>The figures of the last garbage collection; null before the first one.</summary>
    internal static GcInfo? LastCollection => s_lastCollection?.Invoke();

    private static TDelegate? Find<TDelegate>(Type type, string name, Type[] parameters)
        where TDelegate : Delegate =>
        (TDelegate?)type.GetMethod(name, BindingFlags.Public | BindingFlags.Static, null, parameters, null)
            ?.CreateDelegate(typeof(TDelegate));

    private static TDelegate? FindProperty<TDelegate>(Type type, string name)
        where TDelegate : Delegate =>
        (TDelegate?)type.GetProperty(name, BindingFlags.Public | BindingFlags.Static)?.GetMethod?.CreateDelegate(typeof(TDelegate));
}
#endif
