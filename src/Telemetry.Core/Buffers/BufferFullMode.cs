namespace Telemetry;

/// <summary>The event that is dropped and counted when an event is emitted and the handler's buffer is full.</summary>
public enum BufferFullMode
{
    /// <summary>The event that is emitted: queued events take precedence.</summary>
    DropWrite,

    /// <summary>The event that has waited longest: new events take precedence.</summary>
    DropOldest,
}
