namespace Telemetry;

/// <summary>A handler's place in an event's array. What the call needs lies in the array itself, without a further
/// read through the registration.</summary>
internal readonly struct HandlerSlot(HandlerRegistration registration, TelemetryHandler handler)
{
    internal readonly TelemetryHandler Handler = handler;
    internal readonly object? Config = registration.Config;
    internal readonly HandlerRegistration Registration = registration;
}
