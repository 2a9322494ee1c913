using System.Management.Automation.Runspaces;

namespace Telemetry.Commands;

/// <summary>The sessions of the process that have the module imported. Safe to use from any thread.</summary>
internal static class ModuleSessions
{
    private static readonly object s_gate = new();

    // Weak, because a session that nobody closes must not be kept alive.
    private static readonly List<WeakReference<Runspace>> s_sessions = [];

    /// <summary>Whether there is a session.</summary>
    internal static bool HasAny
    {
        get
        {
            lock (s_gate)
            {
                return s_sessions.Exists(known => known.TryGetTarget(out _));
            }
        }
    }

    /// <summary>Adds the session of this thread, which imports the module.</summary>
    internal static void AddThis()
    {
        if (Runspace.DefaultRunspace is not { } session)
        {
            return;
        }

        lock (s_gate)
        {
            if (!s_sessions.Exists(known => Is(known, session)))
            {
                s_sessions.Add(new WeakReference<Runspace>(session));
                session.StateChanged += OnStateChanged;
            }
        }
    }

    /// <summary>Removes a session, which closed or removes the module.</summary>
    /// <returns>Whether it was the last one.</returns>
    internal static bool Remove(Runspace session)
    {
        session.StateChanged -= OnStateChanged;
        lock (s_gate)
        {
            bool wasThere = s_sessions.RemoveAll(known => Is(known, session)) > 0;
            s_sessions.RemoveAll(known => !known.TryGetTarget(out _));
            return wasThere && s_sessions.Count == 0;
        }
    }

    private static void OnStateChanged(object? sender, RunspaceStateEventArgs e)
    {
        if (sender is Runspace session)
        {
            SessionEnd.OnClosed(session);
        }
    }

    private static bool Is(WeakReference<Runspace> known, Runspace session) =>
        known.TryGetTarget(out Runspace? target) && ReferenceEquals(target, session);
}
