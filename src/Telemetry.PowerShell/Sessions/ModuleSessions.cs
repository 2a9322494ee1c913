using System.Management.Automation.Runspaces;

namespace Telemetry.Commands;

/// <summary>The sessions of the process that have the module imported. Safe to use from any thread.</summary>
internal static class ModuleSessions
{
    private static readonly object s_gate = new();

    // Weak, because a session that nobody closes must not be kept alive.
    private static readonly List<WeakReference<Runspace>> s_sessions = [];

    /// <summary>Called when the last session removed the module or closed, on the thread that did so.</summary>
    internal static Action? LastLeft { get; set; }

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

    /// <summary>Removes the session of this thread, which removes the module.</summary>
    internal static void RemoveThis()
    {
        if (Runspace.DefaultRunspace is { } session)
        {
            session.StateChanged -= OnStateChanged;
            Remove(session);
        }
    }

    private static void OnStateChanged(object? sender, RunspaceStateEventArgs e)
    {
        if (sender is Runspace session && e.RunspaceStateInfo.State is RunspaceState.Closed or RunspaceState.Broken)
        {
            Remove(session);
        }
    }

    private static void Remove(Runspace session)
    {
        bool isLast;
        lock (s_gate)
        {
            isLast = s_sessions.RemoveAll(known => Is(known, session)) > 0;
            s_sessions.RemoveAll(known => !known.TryGetTarget(out _));
            isLast &= s_sessions.Count == 0;
        }

        if (isLast)
        {
            LastLeft?.Invoke();
        }
    }

    private static bool Is(WeakReference<Runspace> known, Runspace session) =>
        known.TryGetTarget(out Runspace? target) && ReferenceEquals(target, session);
}
