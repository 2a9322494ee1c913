namespace Telemetry.Diagnostics;

/// <summary>The events of an operation of an activity source.</summary>
internal sealed class ActivityEvents
{
    internal ActivityEvents(SourceFeed feed, string operation)
    {
        string name = feed.EventNameOf(operation);
        Start = feed.GetEvent(name + ".start");
        Stop = feed.GetEvent(name + ".stop");
        Exception = feed.GetEvent(name + ".exception");
    }

    internal TelemetryEvent Start { get; }

    internal TelemetryEvent Stop { get; }

    internal TelemetryEvent Exception { get; }

    internal bool HasHandlers => Start.HasHandlers || HasEndHandlers;

    internal bool HasEndHandlers => Stop.HasHandlers || Exception.HasHandlers;
}
