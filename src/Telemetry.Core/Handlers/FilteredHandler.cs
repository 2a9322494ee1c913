namespace Telemetry;

/// <summary>A handler that is called only for what its filter lets through.</summary>
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
