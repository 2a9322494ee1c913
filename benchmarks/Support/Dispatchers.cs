namespace Telemetry.Benchmarks.Support;

/// <summary>Dispatchers as the benchmarks need them.</summary>
internal static class Dispatchers
{
    /// <summary>A dispatcher with handlers of the event, which count.</summary>
    internal static TelemetryDispatcher With(int handlers)
    {
        var dispatcher = new TelemetryDispatcher();
        for (int i = 0; i < handlers; i++)
        {
            dispatcher.Attach($"handler-{i}", Request.ParsedName, Seen.Handler);
        }

        return dispatcher;
    }

    /// <summary>A dispatcher with one handler of the event.</summary>
    internal static TelemetryDispatcher With(TelemetryHandler handler, HandlerOptions? options = null)
    {
        var dispatcher = new TelemetryDispatcher();
        dispatcher.Attach("handler", Request.ParsedName, handler, options: options);
        return dispatcher;
    }

    /// <summary>Attaches handlers to as many other events.</summary>
    internal static void AddOthers(this TelemetryDispatcher dispatcher, int count)
    {
        for (int i = 0; i < count; i++)
        {
            dispatcher.Attach($"other-{i}", $"other.event.{i}", Seen.Handler);
        }
    }
}
