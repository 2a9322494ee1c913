using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Telemetry.Polling;

namespace Telemetry.Commands;

/// <summary>
/// A script block as a poll. A copy of it runs in a private session that is kept from one run to the next, on the thread of the poller.
/// Safe to use from any thread; the poller makes one run at a time.
/// </summary>
internal sealed class ScriptPoll
{
    private const string FarFromHome =
        "(A poll runs in a private session, which has nothing of the session that registered it. Define what it needs in "
        + "-InitializationScript, or pass objects by -ArgumentList.)";

    private readonly object _gate = new();
    private readonly ScriptBlock? _initializationScript;
    private readonly object?[] _arguments;
    private readonly PSLanguageMode _mode;
    private readonly string _folder;
    private readonly IReadOnlyList<SessionStateCommandEntry> _commands;
    private readonly PollObjectReader _reader;
    private readonly bool _hasEvent;
    private readonly SessionWarnings _warnings;
    private volatile KeptSession? _session;
    private bool _isRunning;
    private bool _isReleased;
    private bool _hasWarned;

    /// <param name="block">The block.</param>
    /// <param name="initializationScript">The script that runs first in the private session, or null.</param>
    /// <param name="arguments">The arguments of the block.</param>
    /// <param name="mode">The language mode in which the poll is registered.</param>
    /// <param name="folder">The folder of the session that registers it, in which each run begins.</param>
    /// <param name="commands">The commands that the private session has besides the engine's own.</param>
    /// <param name="reader">Reads the objects that the block writes.</param>
    /// <param name="hasEvent">Whether these objects become events.</param>
    /// <param name="warnings">The warnings of the poll. Its messages are shown by the same host.</param>
    internal ScriptPoll(
        ScriptBlock block,
        ScriptBlock? initializationScript,
        object?[] arguments,
        PSLanguageMode mode,
        string folder,
        IReadOnlyList<SessionStateCommandEntry> commands,
        PollObjectReader reader,
        bool hasEvent,
        SessionWarnings warnings)
    {
        Block = block;
        _initializationScript = initializationScript;
        _arguments = arguments;
        _mode = BlockLanguage.ModeOf(initializationScript ?? block, BlockLanguage.ModeOf(block, mode));
        _folder = folder;
        _commands = commands;
        _reader = reader;
        _hasEvent = hasEvent;
        _warnings = warnings;
    }

    internal ScriptBlock Block { get; }

    /// <summary>The error with which the last run that failed ended; null if there is none, or it was not the error of a
    /// script.</summary>
    internal ErrorRecord? LastError { get; private set; }

    /// <summary>Runs the block. Called by the poller.</summary>
    /// <exception cref="HandlerFaultException">The script failed.</exception>
    internal void Run(PollContext context)
    {
        lock (_gate)
        {
            if (_isReleased)
            {
                return;
            }

            _isRunning = true;
        }

        LastError = null;
        try
        {
            RunIn(_session ?? Open(context.Cancellation), context);
        }
        catch (RuntimeException e)
        {
            // The run was stopped, and all that the script reports is the stop.
            context.Cancellation.ThrowIfCancellationRequested();
            LastError = e.ErrorRecord;
            throw Explain(e);
        }
        finally
        {
            End();
        }
    }

    /// <summary>Closes the private session: at once or, while the block runs, after its run.</summary>
    internal void Release()
    {
        KeptSession? session;
        lock (_gate)
        {
            _isReleased = true;
            session = _isRunning ? null : Take();
        }

        session?.Dispose();
    }

    /// <summary>Closes the private session although a run that cannot be stopped is under way in it.</summary>
    internal void Abandon()
    {
        Release();
        _session?.Abandon();
    }

    private void RunIn(KeptSession session, PollContext context)
    {
        var output = new PollOutput(context, _reader, _hasEvent ? null : () => WarnOfOutput(context.Poll.Name));
        session.Run(_arguments, PollOutputCommand.Info, output, _warnings.Show, context.Cancellation);
        output.ThrowIfFailed();
    }

    // Kept only when it is complete: after a failure, the next run begins with a new one.
    private KeptSession Open(CancellationToken cancellation)
    {
        var session = new KeptSession(Block, _mode, _commands, _folder);
        _session = session;
        try
        {
            if (_initializationScript is not null)
            {
                session.Initialize(_initializationScript, _warnings.Show, cancellation);
            }
        }
        catch
        {
            _session = null;
            session.Dispose();
            throw;
        }

        return session;
    }

    private void End()
    {
        KeptSession? session;
        lock (_gate)
        {
            _isRunning = false;
            session = _isReleased ? Take() : null;
        }

        session?.Dispose();
    }

    private KeptSession? Take()
    {
        KeptSession? session = _session;
        _session = null;
        return session;
    }

    private static HandlerFaultException Explain(RuntimeException error)
    {
        Exception reason = ErrorReason.Of(error);
        string stack = error.ErrorRecord.ScriptStackTrace ?? string.Empty;
        string message = error.ErrorRecord.ToString().TrimEnd('.') + ScriptPlace.Of(stack);
        return new HandlerFaultException(reason is CommandNotFoundException ? $"{message}. {FarFromHome}" : message, reason, stack);
    }

    private void WarnOfOutput(string name)
    {
        if (!_hasWarned)
        {
            _hasWarned = true;
            _warnings.WriteUnlessSilent(
                $"Poll '{name}' writes objects, which are dropped, as it has no -EventName by which they would become events. If it emits "
                + "events itself, send its output to $null.");
        }
    }
}
