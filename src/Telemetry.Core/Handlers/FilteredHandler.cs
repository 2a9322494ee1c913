namespace Telemetry;

/// <summary>Calls a handler only for the events that its filter selects.</summary>
internal sealed class FilteredHandler(HandlerFilter filter, TelemetryHandler next)
{
    internal void Handle(in EventData data, object? config)
    {
        if (filter(in data, config))
        {
            next(in data, config);
        }
    }
}
