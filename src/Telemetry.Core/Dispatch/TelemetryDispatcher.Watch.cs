namespace Telemetry;

/// <content>Watches over whether there are handlers, for code that has to do something so that there are events.</content>
public sealed partial class TelemetryDispatcher
{
    /// <summary>Watches whether an event has handlers: by its name, or by a pattern that takes it in.</summary>
    /// <remarks>Where the event is emitted in any case, <see cref="TelemetryEvent.HasHandlers"/> is all there is to ask. A watch is
    /// for what has to be started and stopped, such as a listener to another library.</remarks>
    /// <param name="eventName">The event. It does not become known by this.</param>
    /// <param name="changed">Called with <see langword="true"/> when the event gets its first handler, and with
    /// <see langword="false"/> when it has lost its last one. If it has one already, called before this method returns. On which
    /// threads, and in which order, is described at <see cref="HandlerWatch"/>.</param>
    /// <returns>The watch, which lasts until it is disposed.</returns>
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

    /// <summary>Watches whether an event and those below it, segment by segment, have handlers: one by the name of any of them, or
    /// by a pattern that could take one of them in, seen or not. It has them where <see cref="List(EventName?)"/> by the same
    /// prefix lists some.</summary>
    /// <param name="prefix">The whole name of an event or its first segments, as <c>system.net.http</c>.</param>
    /// <param name="changed">Called with <see langword="true"/> when the first handler comes, and with <see langword="false"/> when
    /// the last one has gone. If there is one already, called before this method returns. On which threads, and in which order, is
    /// described at <see cref="HandlerWatch"/>.</param>
    /// <returns>The watch, which lasts until it is disposed.</returns>
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
