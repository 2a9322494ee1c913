namespace Telemetry.Diagnostics;

/// <summary>A publication as the owner of the activities that it started. A span that several publications match has one activity,
/// which belongs to the first of them, and to another one once that has ended.</summary>
/// <param name="activities">The activities of the dispatcher.</param>
/// <param name="patterns">The patterns of the events by which the published spans start.</param>
internal sealed class SpanPublisher(SpanActivities activities, EventPattern[] patterns)
{
    private long _dropped;
    private int _open;

    internal SpanActivities Activities => activities;

    internal int Open => Volatile.Read(ref _open);

    internal long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Whether the publication has ended. Used inside the gate of the table of open activities, as the count of them
    /// is.</summary>
    internal bool HasEnded { get; set; }

    internal bool Publishes(SpanEvent start) => Array.Exists(patterns, pattern => pattern.IsMatch(start.EventName));

    internal void CountOpen(int change) => Volatile.Write(ref _open, _open + change);

    internal void CountDropped() => Interlocked.Increment(ref _dropped);
}
