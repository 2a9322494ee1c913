using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace Telemetry.Commands;

/// <summary>
/// A session (runspace) that registered handlers. They leave when it closes, and when the module is removed from it
/// (<see cref="SessionEnd"/>).
/// </summary>
internal sealed class HandlerSession
{
    // A weak table, which keeps no closed session alive.
    private static readonly ConditionalWeakTable<Runspace, HandlerSession> s_sessions = new();

    private readonly Runspace _runspace;

    private readonly SessionState _state;
    private readonly ArrayList? _errors;

    private HandlerSession(Runspace runspace, SessionState state)
    {
        _runspace = runspace;
        _state = state;
        _errors = state.PSVariable.GetValue("global:Error") as ArrayList;
        Runner = new BlockRunner(state.LanguageMode);
        runspace.StateChanged += (_, _) => EndIfClosed();
    }

    /// <summary>The handlers that the session registered, and its metrics with script blocks.</summary>
    internal SessionMembers Members { get; } = new();

    /// <summary>The host of the session, for messages that have no emitter.</summary>
    internal PSHost? Host { get; private set; }

    /// <summary>Runs blocks in this session, on its pipeline thread.</summary>
    internal BlockRunner Runner { get; }

    /// <summary>Whether this thread runs the session's pipeline. (The session's availability does not show this: it is
    /// 'Available' in the middle of a pipeline after a module was loaded on demand.)</summary>
    internal bool IsHere => ReferenceEquals(Runspace.DefaultRunspace, _runspace);

    /// <summary>Gets the session whose pipeline runs on this thread.</summary>
    /// <param name="host">The host of the session.</param>
    /// <param name="state">The state of the session. (Read by the session's proxy, it would keep another thread from closing
    /// the session at that moment.)</param>
    internal static HandlerSession OfThisThread(PSHost? host, SessionState state)
    {
        HandlerSession session = s_sessions.GetValue(
            Runspace.DefaultRunspace, runspace => new HandlerSession(runspace, state));
        if (session.Host is null && host is not null)
        {
            session.Host = host;

            // PowerShell's own host does not end the process on Ctrl+C: it stops the running pipeline.
            ProcessEnd.Ignore(host.Name == "ConsoleHost" ? ProcessSignals.Interrupt : ProcessSignals.None);
        }

        return session;
    }

    /// <summary>Gets the handlers of a session; null if it never registered any.</summary>
    internal static HandlerSession? Find(Runspace runspace) =>
        s_sessions.TryGetValue(runspace, out HandlerSession? session) ? session : null;

    /// <summary>Determines whether a session still has registered handlers.</summary>
    internal static bool HasHandlers(Runspace runspace) => Find(runspace) is { Members.HasAttached: true };

    /// <summary>Saves the state that a handler running here must not change for the emitter, until disposed.</summary>
    /// <param name="runsCommands">Whether the handler runs commands.</param>
    internal EmitterState SaveEmitterState(bool runsCommands) => new(_state, _errors, runsCommands);

    /// <summary>Ends a session that is closed. While it is closing, the actions of <c>PowerShell.Exiting</c> run, and may
    /// emit.</summary>
    internal void EndIfClosed() => SessionEnd.OnClosed(_runspace);

    /// <summary>Removes the handlers of this session from those that were detached because they failed.</summary>
    internal void ForgetDetached() => DetachedHandlers.Forget(handler => handler.BelongsTo(this));
}
