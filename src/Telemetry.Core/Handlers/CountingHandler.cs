namespace Telemetry;

/// <summary>A handler whose successes are noticed, as they end a row of failures.</summary>
internal sealed class CountingHandler(HandlerRegistration registration, TelemetryHandler next)
{
    internal void Handle(in EventData data, object? config)
    {
        next(in data, config);
        registration.OnSuccess();
    }
}
