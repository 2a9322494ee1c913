namespace Telemetry;

/// <summary>Calls a handler and notes that it succeeded, which ends a row of failures.</summary>
internal sealed class CountingHandler(TelemetryHandler next, Action onSuccess)
{
    internal void Handle(in EventData data, object? config)
    {
        next(in data, config);
        onSuccess();
    }
}
