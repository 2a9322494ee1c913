namespace Telemetry;

/// <summary>What became of the events that were emitted for a buffered handler, at one moment. Immutable.</summary>
public sealed class BufferStatistics
{
    internal BufferStatistics(long emitted, long delivered, long dropped)
    {
        Delivered = delivered;
        Dropped = dropped;
        Queued = emitted - delivered - dropped;
    }

    /// <summary>How many events the handler was called with, whether or not it failed.</summary>
    public long Delivered { get; }

    /// <summary>How many events never reach the handler: the buffer was full, or the handler was detached and the time
    /// limit over, or it failed too often.</summary>
    public long Dropped { get; }

    /// <summary>How many events wait, the one counted in that is being handled.</summary>
    public long Queued { get; }

    /// <summary>The counts on one line.</summary>
    public override string ToString() => $"{Delivered} delivered, {Dropped} dropped, {Queued} queued";
}
