namespace Telemetry;

/// <summary>Calls a handler and reports its success, which resets the failures in a row.</summary>
internal sealed class CountingHandler(TelemetryHandler next, Action onSuccess)
{
    internal void Handle(in EventData data, object? config)
    {
        next(in data, config);
        onSuccess();
    }
}
