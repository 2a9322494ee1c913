namespace Telemetry;

/// <summary>Calls a handler only for the events that its filter selects.</summary>
internal sealed class FilteredHandler(HandlerFilter filter, TelemetryHandler next, MeteredHandler? meter)
{
    internal void Handle(in EventData data, object? config)
    {
        if (filter(in data, config))
        {
            next(in data, config);
        }
        else
        {
            meter?.CountFiltered(data.EventName);
        }
    }
}
