namespace Telemetry;

/// <summary>
/// Watches whether an event, or any event at a prefix and below it, has handlers, and calls back when that changes. Returned by
/// <see cref="TelemetryDispatcher.WatchHandlers(EventName, Action{bool})"/> or
/// <see cref="TelemetryDispatcher.WatchHandlersBelow(EventName, Action{bool})"/>. Safe to use from any thread.
/// </summary>
/// <remarks>
/// <para>The callback is called with <see langword="true"/> when the first handler is attached, and with <see langword="false"/>
/// when the last one is detached: explicitly, for failing too often, or with its session. A handler that replaces another one in
/// one step causes no call.</para>
/// <para>It is called outside all locks, on a thread that attached or detached a handler, one call at a time. A change during a
/// call is reported after that call, on the same thread, if it still applies: changes that cancel each other out are not
/// reported, and the last call always reports the final state. The callback may attach, detach, emit, and dispose the watch. An
/// exception that it throws is logged, as that of any subscriber, and ignored.</para>
/// <para>The dispatcher keeps the watch until it is disposed. A watch keeps no handler alive, and makes no event known.</para>
/// </remarks>
public sealed class HandlerWatch : IDisposable
{
    private readonly object _gate = new();
    private readonly Action<HandlerWatch> _remove;

    // Null once the watch is disposed.
    private Action<bool>? _changed;
    private int _handlers;
    private bool _reported;
    private Thread? _calling;

    internal HandlerWatch(EventName eventName, bool includesBelow, Action<bool> changed, Action<HandlerWatch> remove)
    {
        _remove = remove;
        EventName = eventName;
        IncludesBelow = includesBelow;
        _changed = changed;
    }

    /// <summary>The event that is watched, or the prefix.</summary>
    public EventName EventName { get; }

    /// <summary>Whether the events below <see cref="EventName"/> are watched as well.</summary>
    public bool IncludesBelow { get; }

    /// <summary>Whether there is a handler now. Costs one volatile read. The value can change before the callback is called.
    /// False once the watch is disposed.</summary>
    public bool HasHandlers => Volatile.Read(ref _handlers) > 0;

    /// <summary>Ends the watch. When the method returns, no call of the callback is running, except one that called this method,
    /// and none will start. Calling the method again does nothing.</summary>
    /// <remarks>The method waits for a call on another thread. Do not dispose the watch while holding a lock that the callback
    /// takes.</remarks>
    public void Dispose()
    {
        _remove(this);
        lock (_gate)
        {
            _changed = null;
            while (_calling is not null && _calling != Thread.CurrentThread)
            {
                Monitor.Wait(_gate);
            }
        }
    }

    /// <summary>Counts a handler that is attached or detached, if it listens to a watched event. Called under the dispatcher's
    /// lock.</summary>
    internal void Count(HandlerRegistration handler, int change)
    {
        foreach (EventPattern pattern in handler.PatternSpan)
        {
            if (IncludesBelow ? pattern.CanMatchBelow(EventName) : pattern.IsMatch(EventName))
            {
                Volatile.Write(ref _handlers, _handlers + change);
                return;
            }
        }
    }

    /// <summary>Resets the count, when the watch is removed. Called under the dispatcher's lock.</summary>
    internal void Clear() => Volatile.Write(ref _handlers, 0);

    /// <summary>Calls back for a change that was counted and not reported, unless another call is running, which reports it at
    /// its end. Not to be called under the dispatcher's lock.</summary>
    internal void Report()
    {
        while (Begin(out Action<bool>? changed, out bool hasHandlers))
        {
            try
            {
                Subscribers.Notify(changed, call => call(hasHandlers), static e => e is not ThreadAbortException);
            }
            finally
            {
                End();
            }
        }
    }

    private bool Begin(out Action<bool>? changed, out bool hasHandlers)
    {
        lock (_gate)
        {
            changed = _changed;
            hasHandlers = HasHandlers;
            bool begins = changed is not null && _calling is null && hasHandlers != _reported;
            if (begins)
            {
                _reported = hasHandlers;
                _calling = Thread.CurrentThread;
            }

            return begins;
        }
    }

    private void End()
    {
        lock (_gate)
        {
            _calling = null;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Returns the name of the event, with <c>and below</c> if the events below it are watched too.</summary>
    public override string ToString() => IncludesBelow ? $"{EventName} and below" : EventName.ToString();
}
