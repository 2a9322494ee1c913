namespace Telemetry;

/// <summary>
/// Watches whether an event, or one at a prefix and below it, has handlers, and calls back when that changes. Got from
/// <see cref="TelemetryDispatcher.WatchHandlers(EventName, Action{bool})"/> or
/// <see cref="TelemetryDispatcher.WatchHandlersBelow(EventName, Action{bool})"/>. Safe to use from any thread.
/// </summary>
/// <remarks>
/// <para>The callback is called with <see langword="true"/> when the first handler comes, and with <see langword="false"/> when the
/// last one has gone: detached, failed too often, or gone with its session. A handler that replaces another in one step changes
/// nothing.</para>
/// <para>It is called outside of all locks, on a thread that attached or detached a handler, one call at a time. What changes while
/// a call runs is reported when it has ended, on the same thread, as far as it is still so then: of changes that cancel each other
/// out nothing is reported, and the last call always says how it is in the end. The callback may attach, detach, emit, and dispose
/// of the watch; what it throws is logged as that of any subscriber is, and goes no further.</para>
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

    /// <summary>Whether there is a handler now: one volatile read. It may run ahead of the callback. False once the watch is
    /// disposed.</summary>
    public bool HasHandlers => Volatile.Read(ref _handlers) > 0;

    /// <summary>Ends the watch. When it returns, no call runs, and none will start; inside of the callback, the call at hand goes
    /// on. Calling it again does nothing.</summary>
    /// <remarks>A call that runs on another thread is waited for: do not dispose while holding a lock that the callback
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

    /// <summary>Counts a handler that comes or goes, if it listens to what is watched. Used under the dispatcher's lock.</summary>
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

    /// <summary>Used under the dispatcher's lock, when nothing is counted any more.</summary>
    internal void Clear() => Volatile.Write(ref _handlers, 0);

    /// <summary>Calls back for what was counted and not reported, unless another call runs, which does so at its end. Not to be
    /// used under the dispatcher's lock.</summary>
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

    /// <summary>The name of the event, and what is below it where that is watched too.</summary>
    public override string ToString() => IncludesBelow ? $"{EventName} and below" : EventName.ToString();
}
