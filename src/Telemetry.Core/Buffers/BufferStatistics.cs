namespace Telemetry;

/// <summary>The counts of the events that were emitted for a buffered handler, at one moment. Instances are immutable.</summary>
public sealed class BufferStatistics
{
    internal BufferStatistics(long emitted, long delivered, long dropped)
    {
        Delivered = delivered;
        Dropped = dropped;
        Queued = emitted - delivered - dropped;
    }

    /// <summary>The number of events that the handler was called with, whether or not it failed.</summary>
    public long Delivered { get; }

    /// <summary>The number of events that never reach the handler: the buffer was full, the handler was detached and the time
    /// limit was over, or it failed too often.</summary>
    public long Dropped { get; }

    /// <summary>The number of events that wait, including those that are being handled.</summary>
    public long Queued { get; }

    /// <summary>Returns the counts on one line.</summary>
    public override string ToString() => $"{Delivered} delivered, {Dropped} dropped, {Queued} queued";
}
