namespace Telemetry.Diagnostics;

/// <summary>The number of activities that started and did not end while a source was listened to, without a break. Each of them is
/// ended or counted as open at the end, never both.</summary>
internal sealed class OpenActivities
{
    // Less than zero once listening ended.
    private long _open;

    /// <summary>Counts an activity that started.</summary>
    /// <returns>Whether the source is still listened to.</returns>
    internal bool TryAdd() => Interlocked.Increment(ref _open) > 0;

    /// <summary>Counts an activity that ended.</summary>
    /// <returns>Whether the source is still listened to. If not, the activity was counted as open.</returns>
    internal bool TryRemove() => Interlocked.Decrement(ref _open) >= 0;

    /// <summary>Ends the count.</summary>
    /// <returns>The number of activities that are open.</returns>
    internal long End() => Interlocked.Add(ref _open, long.MinValue) - long.MinValue;
}
