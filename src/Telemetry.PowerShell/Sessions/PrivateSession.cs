using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Telemetry.Commands;

/// <summary>
/// A session of the module, in which copies of handlers run for emitters elsewhere. It serves one thread at a time, and runs
/// on that thread.
/// </summary>
internal sealed class PrivateSession : IDisposable
{
    private readonly Runspace _runspace;
    private readonly Dictionary<CopiedBlock, ScriptBlock> _copies = [];
    private readonly HashSet<string> _loaded = new(StringComparer.OrdinalIgnoreCase);
    private readonly bool _isShared;
    private readonly BlockRunner _runner;
    private readonly PathIntrinsics _path;
    private volatile ScriptBlock? _current;
    private volatile bool _isSpoiled;

    /// <summary>Opens a session for the copies of any handlers, each with a <c>$script:</c> scope of its own.</summary>
    /// <param name="mode">The language mode in which the originals were registered.</param>
    /// <param name="commands">The commands that the session has besides the engine's own.</param>
    internal PrivateSession(PSLanguageMode mode, IEnumerable<SessionStateCommandEntry> commands)
        : this(mode, commands, isShared: true, static _ => { })
    {
    }

    /// <summary>Opens a session for the copies of one handler, which run in its global scope.</summary>
    /// <param name="mode">The language mode in which the original was registered.</param>
    /// <param name="commands">The commands that the session has besides the engine's own.</param>
    /// <param name="initializationScript">The script that runs first in the session, in its global scope.</param>
    /// <param name="folder">The folder in which the initialization script runs.</param>
    /// <exception cref="HandlerFaultException">The initialization script failed.</exception>
    internal PrivateSession(
        PSLanguageMode mode, IEnumerable<SessionStateCommandEntry> commands, ScriptBlock initializationScript, string folder)
        : this(mode, commands, isShared: false, session =>
        {
            session.MoveTo(folder);
            session.Initialize(initializationScript);
        })
    {
    }

    private PrivateSession(
        PSLanguageMode mode, IEnumerable<SessionStateCommandEntry> commands, bool isShared, Action<PrivateSession> initialize)
    {
        _isShared = isShared;
        _runspace = PrivateRunspace.Open(mode, commands);
        try
        {
            _path = _runspace.SessionStateProxy.Path;
            using (Enter())
            {
                initialize(this);
                _runner = new BlockRunner(mode);
            }
        }
        catch
        {
            _runspace.Dispose();
            throw;
        }
    }

    /// <summary>Whether a call in the session was interrupted, after which its state is unknown.</summary>
    internal bool IsSpoiled => _isSpoiled;

    /// <summary>Whether scripts of the session registered handlers that are still attached.</summary>
    internal bool HasHandlers => HandlerSession.HasHandlers(_runspace);

    /// <summary>The time since which no call uses the session, in UTC.</summary>
    internal DateTime IdleSince { get; set; }

    /// <summary>The number of releases of the pool when copies were last removed.</summary>
    internal int Releases { get; set; }

    /// <summary>Whether a <c>finally</c> block runs in the session. Safe to use from any thread.</summary>
    internal bool IsInFinally => _runspace.Debugger.GetCallStack().Any(frame => FinallyBlock.Contains(frame, _current!.Ast));

    /// <summary>Prepares the copy of a block to run, and makes it if there is none.</summary>
    /// <param name="key">The key of the block's copies.</param>
    /// <param name="original">The block. A copy keeps its file and lines.</param>
    internal void Prepare(CopiedBlock key, ScriptBlock original)
    {
        if (!_copies.TryGetValue(key, out ScriptBlock? copy))
        {
            using (Enter())
            {
                copy = _isShared ? key.CopyWithScope(original) : BlockCopy.Of(original);
                Load(key.Commands);
            }

            _copies[key] = copy;
        }

        _current = copy;
    }

    /// <summary>Removes the copies of detached handlers.</summary>
    internal void ForgetReleased()
    {
        foreach (CopiedBlock key in _copies.Keys.Where(key => key.IsReleased).ToArray())
        {
            _copies.Remove(key);
        }
    }

    /// <summary>Runs the copy that was prepared last on this thread, and keeps its exception in the call.</summary>
    /// <returns>The records that it wrote to its streams.</returns>
    internal IReadOnlyList<object> Run(HandlerCall call)
    {
        using (Enter())
        {
            if (call.Folder is { } folder)
            {
                MoveTo(folder);
            }

            return _runner.Run(_current!, call);
        }
    }

    /// <summary>Ends the running call before a statement. Called from another thread, while the call cannot end.</summary>
    /// <param name="canEnd">Determines whether it can end before the next statement. Called on the thread of the
    /// call.</param>
    internal void EndAtNextStatement(Func<bool> canEnd)
    {
        _isSpoiled = true;
        bool isEnding = false;
        Debugger debugger = _runspace.Debugger;
        debugger.DebuggerStop += (_, stop) =>
        {
            // The 'finally' blocks that run because of the end are not ended.
            stop.ResumeAction = isEnding ? DebuggerResumeAction.Continue
                : canEnd() ? DebuggerResumeAction.Stop
                : DebuggerResumeAction.StepInto;
            isEnding |= stop.ResumeAction == DebuggerResumeAction.Stop;
        };
        debugger.SetDebugMode(DebugModes.LocalScript);
        debugger.SetDebuggerStepMode(true);
    }

    public void Dispose() => _runspace.Dispose();

    private void MoveTo(string folder) => PrivateRunspace.MoveTo(_path, folder);

    // Any error in it is a failure: a handler with half of what it needs would fail later, and less clearly.
    private void Initialize(ScriptBlock script)
    {
        const string Preference = "ErrorActionPreference";
        SessionStateProxy session = _runspace.SessionStateProxy;
        try
        {
            session.SetVariable(Preference, ActionPreference.Stop);
            session.InvokeCommand.InvokeScript(useLocalScope: false, BlockCopy.Of(script), input: null);
            session.SetVariable(Preference, ActionPreference.Continue);
        }
        catch (RuntimeException e)
        {
            throw new HandlerFaultException(
                $"Its initialization script failed: {e.ErrorRecord}", e, e.ErrorRecord.ScriptStackTrace ?? string.Empty);
        }
    }

    // A module that is loaded on demand during a call resets the session's redirections, because no pipeline runs in it, and
    // the errors that the call writes from then on are lost. So it is loaded before the call.
    private void Load(IReadOnlyList<string> commands)
    {
        foreach (string name in commands.Where(_loaded.Add))
        {
            _runspace.SessionStateProxy.InvokeCommand.GetCommand(name, CommandTypes.All);
        }
    }

    private PrivateRunspace.Entered Enter() => PrivateRunspace.Enter(_runspace);
}
