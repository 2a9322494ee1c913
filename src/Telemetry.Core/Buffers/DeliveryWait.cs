namespace Telemetry;

/// <summary>A wait for a queue by code that may be part of a delivery.</summary>
/// <param name="caller">The delivery; null if the code is part of none.</param>
/// <param name="queue">The queue.</param>
internal readonly struct DeliveryWait(Delivery? caller, HandlerQueue queue) : IDisposable
{
    public void Dispose() => caller?.EndWait(queue);
}
