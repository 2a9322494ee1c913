namespace Telemetry;

/// <summary>Which event is dropped, and counted, when one is emitted and a handler's buffer is full.</summary>
public enum BufferFullMode
{
    /// <summary>The one that is emitted: what waits already comes first.</summary>
    DropWrite,

    /// <summary>The one that has waited longest: what is new comes first.</summary>
    DropOldest,
}
