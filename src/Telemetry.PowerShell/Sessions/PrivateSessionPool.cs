using System.Collections.Concurrent;

namespace Telemetry.Commands;

/// <summary>
/// The private sessions of one handler: used again and again, more of them made when all are busy, and closed when they
/// have been idle for a while or the handler is gone. Safe to use from any thread.
/// </summary>
internal sealed class PrivateSessionPool(Func<PrivateSession> open) : IDisposable
{
    private static readonly TimeSpan s_idleTime = TimeSpan.FromMinutes(1);

    private readonly object _gate = new();

    // The last one used is used next, so that those a rush needed fall idle after it.
    private readonly ConcurrentStack<PrivateSession> _idle = new();
    private volatile Timer? _timer;
    private volatile bool _isDisposed;

    internal PrivateSession Rent() => _idle.TryPop(out PrivateSession? session) ? session : open();

    internal void Return(PrivateSession session)
    {
        if (session.IsSpoiled)
        {
            session.Dispose();
            return;
        }

        session.IdleSince = DateTime.UtcNow;
        _idle.Push(session);
        if (_isDisposed)
        {
            CloseAll();
        }
        else if (_timer is null)
        {
            StartTimer();
        }
    }

    /// <summary>Closes the sessions that no call uses; those in use close when they come back.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        lock (_gate)
        {
            _timer?.Dispose();
            _timer = null;
        }

        CloseAll();
    }

    /// <summary>Closes the sessions that have been idle since before a time, apart from those that handlers live in which
    /// their scripts registered.</summary>
    internal void CloseIdle(DateTime before)
    {
        var kept = new Stack<PrivateSession>();
        while (_idle.TryPop(out PrivateSession? session))
        {
            if (session.IdleSince >= before || session.HasHandlers)
            {
                kept.Push(session);
            }
            else
            {
                session.Dispose();
            }
        }

        foreach (PrivateSession session in kept)
        {
            _idle.Push(session);
        }
    }

    // Handlers that live in one leave with it.
    private void CloseAll()
    {
        while (_idle.TryPop(out PrivateSession? session))
        {
            session.Dispose();
        }
    }

    private void StartTimer()
    {
        lock (_gate)
        {
            if (!_isDisposed)
            {
                _timer ??= new Timer(_ => OnTimer(), null, s_idleTime, s_idleTime);
            }
        }
    }

    // Ticks only while there is something to close: an unused handler costs nothing.
    private void OnTimer()
    {
        CloseIdle(DateTime.UtcNow - s_idleTime);
        lock (_gate)
        {
            if (_idle.IsEmpty)
            {
                _timer?.Dispose();
                _timer = null;
            }
        }

        // One that came back in between saw the timer still.
        if (!_idle.IsEmpty)
        {
            StartTimer();
        }
    }
}
