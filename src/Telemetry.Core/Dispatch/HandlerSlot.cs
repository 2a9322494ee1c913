namespace Telemetry;

/// <summary>An element of the array of handlers of an event. It contains the values that a call needs, so that no read through
/// the registration is needed.</summary>
internal readonly struct HandlerSlot(HandlerRegistration registration, TelemetryHandler handler)
{
    internal readonly TelemetryHandler Handler = handler;
    internal readonly object? Config = registration.Config;
    internal readonly HandlerRegistration Registration = registration;
}
