namespace Telemetry;

/// <content>Methods that watch whether events have handlers, for code that must do work to produce the events.</content>
public sealed partial class TelemetryDispatcher
{
    /// <summary>Watches whether an event has handlers, by its name or by a pattern that matches it.</summary>
    /// <remarks>A watch is for work that has to be started and stopped, such as a listener to another library. If the event is
    /// emitted in any case, <see cref="TelemetryEvent.HasHandlers"/> suffices.</remarks>
    /// <param name="eventName">The event. It does not become known.</param>
    /// <param name="changed">Called with <see langword="true"/> when the event gets its first handler, and with
    /// <see langword="false"/> when it has lost its last one. If it has one already, called before this method returns. Threads
    /// and order of the calls are described at <see cref="HandlerWatch"/>.</param>
    /// <returns>The watch. Disposing it ends the watch.</returns>
    /// <exception cref="ArgumentNullException">The name or the callback is null.</exception>
    public HandlerWatch WatchHandlers(EventName eventName, Action<bool> changed) =>
        AddWatch(eventName, nameof(eventName), includesBelow: false, changed);

    /// <inheritdoc cref="WatchHandlers(EventName, Action{bool})"/>
    /// <exception cref="FormatException"><paramref name="eventName"/> is not a valid name.</exception>
    public HandlerWatch WatchHandlers(string eventName, Action<bool> changed)
    {
        ArgumentNullException.ThrowIfNull(eventName);
        return WatchHandlers(EventName.Parse(eventName), changed);
    }

    /// <summary>Watches whether an event and those below it, segment by segment, have handlers: a handler by the name of any of
    /// them, or by a pattern that could match one of them, known or not. They have handlers if <see cref="List(EventName?)"/>
    /// with the same prefix lists any.</summary>
    /// <param name="prefix">The whole name of an event or its first segments, for example <c>system.net.http</c>.</param>
    /// <param name="changed">Called with <see langword="true"/> when the first handler is attached, and with
    /// <see langword="false"/> when the last one is detached. If there is one already, called before this method returns. Threads
    /// and order of the calls are described at <see cref="HandlerWatch"/>.</param>
    /// <returns>The watch. Disposing it ends the watch.</returns>
    /// <exception cref="ArgumentNullException">The prefix or the callback is null.</exception>
    public HandlerWatch WatchHandlersBelow(EventName prefix, Action<bool> changed) =>
        AddWatch(prefix, nameof(prefix), includesBelow: true, changed);

    /// <inheritdoc cref="WatchHandlersBelow(EventName, Action{bool})"/>
    /// <exception cref="FormatException"><paramref name="prefix"/> is not a valid name.</exception>
    public HandlerWatch WatchHandlersBelow(string prefix, Action<bool> changed)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        return WatchHandlersBelow(EventName.Parse(prefix), changed);
    }

    private HandlerWatch AddWatch(EventName name, string parameter, bool includesBelow, Action<bool> changed)
    {
        ArgumentNullException.ThrowIfNull(name, parameter);
        ArgumentNullException.ThrowIfNull(changed);
        return _table.AddWatch(name, includesBelow, changed);
    }
}
