namespace Telemetry.Tests.Support;

/// <summary>Tells what nothing holds.</summary>
internal static class Garbage
{
    /// <summary>Whether an object is collected, where another thread may just be letting go of it.</summary>
    public static bool Collects(WeakReference reference) => SpinWait.SpinUntil(
        () =>
        {
            GC.Collect();
            return !reference.IsAlive;
        },
        Threads.Patience);
}
