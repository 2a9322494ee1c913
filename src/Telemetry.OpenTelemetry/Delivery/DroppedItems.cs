namespace Telemetry.Otlp;

/// <summary>Numbers of items that were dropped.</summary>
/// <param name="PushedOut">Those that others took the place of, as the queue was full.</param>
/// <param name="Lost">Those that a receiver will never accept, or that cannot be sent another time.</param>
internal readonly record struct DroppedItems(long PushedOut, long Lost)
{
    /// <summary>All of them.</summary>
    public long Count => PushedOut + Lost;
}
