using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace Telemetry.Commands;

/// <summary>
/// A session (runspace) that registered handlers. They leave when it closes, and when the module is removed from it.
/// </summary>
internal sealed class HandlerSession
{
    // Keeps no session alive: an entry goes with its runspace.
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
        runspace.StateChanged += (_, _) => DetachIfClosed();
    }

    /// <summary>What the session registered.</summary>
    internal RegistrationList Handlers { get; } = new();

    /// <summary>The host of the session, for messages that have no emitter to go to.</summary>
    internal PSHost? Host { get; private set; }

    /// <summary>Runs blocks in this session, on its pipeline thread.</summary>
    internal BlockRunner Runner { get; }

    /// <summary>Whether this thread runs the session's pipeline. (The session's availability says nothing of it: it is
    /// 'Available' in the middle of a pipeline once a module was loaded on demand.)</summary>
    internal bool IsHere => ReferenceEquals(Runspace.DefaultRunspace, _runspace);

    /// <summary>The session whose pipeline runs on this thread.</summary>
    /// <param name="host">Its host.</param>
    /// <param name="state">Its state. (Asked for by the session's proxy, it would keep another thread from closing the
    /// session at that moment.)</param>
    internal static HandlerSession OfThisThread(PSHost? host, SessionState state)
    {
        HandlerSession session = s_sessions.GetValue(
            Runspace.DefaultRunspace, runspace => new HandlerSession(runspace, state));
        if (session.Host is null && host is not null)
        {
            session.Host = host;

            // PowerShell's own host ends no process by Ctrl+C: it stops what runs.
            ProcessEnd.Ignore(host.Name == "ConsoleHost" ? ProcessSignals.Interrupt : ProcessSignals.None);
        }

        return session;
    }

    /// <summary>Detaches what the session of this thread registered.</summary>
    internal static void DetachAllOfThisThread()
    {
        if (Runspace.DefaultRunspace is { } here && s_sessions.TryGetValue(here, out HandlerSession? session))
        {
            session.DetachAll();
        }
    }

    /// <summary>Whether a session has handlers registered still.</summary>
    internal static bool HasHandlers(Runspace runspace) =>
        s_sessions.TryGetValue(runspace, out HandlerSession? session) && session.Handlers.HasAttached;

    /// <summary>Saves what a handler that runs here must leave to the emitter as it is, until disposed.</summary>
    /// <param name="runsCommands">Whether the handler runs commands.</param>
    internal EmitterState SaveEmitterState(bool runsCommands) => new(_state, _errors, runsCommands);

    /// <summary>Detaches the handlers of a session that is closed. While it is closing, the actions of <c>PowerShell.Exiting</c>
    /// run, and may emit.</summary>
    internal void DetachIfClosed()
    {
        if (_runspace.RunspaceStateInfo.State is RunspaceState.Closed or RunspaceState.Broken)
        {
            DetachAll();
        }
    }

    private void DetachAll()
    {
        Handlers.DetachAll();
        DetachedHandlers.Forget(handler => handler.BelongsTo(this));
    }
}
