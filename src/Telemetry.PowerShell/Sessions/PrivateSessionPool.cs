using System.Collections.Concurrent;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Telemetry.Commands;

/// <summary>
/// The private sessions of one handler, or of all handlers that can share them. They are used again, more are opened when
/// all are busy, and they are closed when they have been idle for a while or no handler uses the pool. Safe to use from any
/// thread.
/// </summary>
internal sealed class PrivateSessionPool(Func<PrivateSession> open)
{
    private static readonly TimeSpan s_idleTime = TimeSpan.FromMinutes(1);

    // One pool for each language mode and set of commands.
    private static readonly ConcurrentDictionary<(PSLanguageMode Mode, object Commands), PrivateSessionPool> s_shared = new();

    private readonly object _gate = new();

    // The session that was used last is used next, so that those that only a rush needed become idle after it.
    private readonly ConcurrentStack<PrivateSession> _idle = new();

    // Spoiled sessions that no call uses, but in which handlers are registered.
    private readonly ConcurrentStack<PrivateSession> _retired = new();
    private volatile Timer? _timer;
    private int _users;
    private volatile int _releases;

    private bool IsUnused => Volatile.Read(ref _users) == 0;

    /// <summary>Gets the pool that handlers without an initialization script share.</summary>
    /// <param name="mode">The language mode of its sessions.</param>
    /// <param name="commands">The commands that each of its sessions has besides the engine's own.</param>
    internal static PrivateSessionPool Shared(PSLanguageMode mode, IReadOnlyList<SessionStateCommandEntry> commands) =>
        s_shared.GetOrAdd((mode, commands), static key => new PrivateSessionPool(
            () => new PrivateSession(key.Mode, (IReadOnlyList<SessionStateCommandEntry>)key.Commands)));

    /// <summary>Adds a handler to the users of the pool.</summary>
    internal void Acquire() => Interlocked.Increment(ref _users);

    /// <summary>Removes a handler from the users of the pool. After the last one, the sessions that no call uses are closed;
    /// the others are closed when they are returned.</summary>
    /// <param name="block">The block of the handler, with its copies.</param>
    internal void Release(CopiedBlock block)
    {
        if (block.Release())
        {
            Interlocked.Increment(ref _releases);
            if (Interlocked.Decrement(ref _users) == 0)
            {
                CloseIdle(DateTime.MaxValue);
            }
        }
    }

    /// <summary>Gets a session in which the copy of a block is ready to run.</summary>
    internal PrivateSession Rent(CopiedBlock block, ScriptBlock original)
    {
        PrivateSession session = _idle.TryPop(out PrivateSession? idle) ? idle : open();
        try
        {
            int releases = _releases;
            if (session.Releases != releases)
            {
                session.ForgetReleased();
                session.Releases = releases;
            }

            session.Prepare(block, original);
            return session;
        }
        catch
        {
            Return(session);
            throw;
        }
    }

    internal void Return(PrivateSession session)
    {
        if (session.IsSpoiled && !session.HasHandlers)
        {
            session.Dispose();
            return;
        }

        session.IdleSince = DateTime.UtcNow;
        (session.IsSpoiled ? _retired : _idle).Push(session);
        if (IsUnused)
        {
            CloseIdle(DateTime.MaxValue);
        }
        else if (_timer is null)
        {
            StartTimer();
        }
    }

    /// <summary>Closes the sessions that have been idle since before a time, except those in which scripts registered
    /// handlers that are still attached.</summary>
    internal void CloseIdle(DateTime before)
    {
        Close(_idle, before);
        Close(_retired, DateTime.MaxValue);
        if (!_idle.IsEmpty || !_retired.IsEmpty)
        {
            StartTimer();
        }
    }

    private static void Close(ConcurrentStack<PrivateSession> sessions, DateTime before)
    {
        var kept = new Stack<PrivateSession>();
        while (sessions.TryPop(out PrivateSession? session))
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
            sessions.Push(session);
        }
    }

    private void StartTimer()
    {
        lock (_gate)
        {
            _timer ??= new Timer(_ => OnTimer(), null, s_idleTime, s_idleTime);
        }
    }

    // Runs only while there is something to close, so that an unused pool costs nothing.
    private void OnTimer()
    {
        CloseIdle(IsUnused ? DateTime.MaxValue : DateTime.UtcNow - s_idleTime);
        lock (_gate)
        {
            if (_idle.IsEmpty && _retired.IsEmpty)
            {
                _timer?.Dispose();
                _timer = null;
            }
        }

        // A session that was returned in between started no timer, because there still was one.
        if (!_idle.IsEmpty || !_retired.IsEmpty)
        {
            StartTimer();
        }
    }
}
