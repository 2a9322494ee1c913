namespace Telemetry.Diagnostics;

/// <summary>The event of a message, and those of the messages that begin and end the operation of the same name.</summary>
internal sealed class MessageEvents
{
    private readonly TelemetryEvent? _start;
    private readonly TelemetryEvent? _stop;

    internal MessageEvents(SourceFeed feed, string message)
    {
        Message = feed.GetEvent(feed.EventNameOf(message));
        IsStart = message.EndsWith(".Start", StringComparison.Ordinal);
        IsStop = message.EndsWith(".Stop", StringComparison.Ordinal);
        if (!IsStart && !IsStop && message != SourceNames.Other)
        {
            _start = feed.Dispatcher.GetEvent(feed.EventNameOf(message + ".Start"));
            _stop = feed.Dispatcher.GetEvent(feed.EventNameOf(message + ".Stop"));
        }
    }

    internal TelemetryEvent Message { get; }

    internal bool IsStart { get; }

    internal bool IsStop { get; }

    /// <summary>Whether the message, or one of the operation that it names, has handlers. A library asks by the name of the operation
    /// before it starts one.</summary>
    internal bool HasHandlers => Message.HasHandlers || _start?.HasHandlers == true || _stop?.HasHandlers == true;
}
