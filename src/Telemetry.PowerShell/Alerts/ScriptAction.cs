using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Telemetry.Alerts;

namespace Telemetry.Commands;

/// <summary>
/// A script block as the action of an alert. A copy of it runs in a private session that is kept from one notification to the next. Safe to
/// use from any thread; a call that never ends keeps its session, and later calls have another one.
/// </summary>
internal sealed class ScriptAction
{
    private const string FarFromHome =
        "(The action of an alert runs in a private session, which has nothing of the session that registered it. Define what it needs in "
        + "-InitializationScript, or pass an object by -Config.)";

    private readonly object _gate = new();
    private readonly ScriptBlock? _initializationScript;
    private readonly object? _config;
    private readonly PSLanguageMode _mode;
    private readonly string _folder;
    private readonly IReadOnlyList<SessionStateCommandEntry> _commands;
    private readonly SessionWarnings _warnings;
    private readonly int _argumentCount;
    private KeptSession? _idle;
    private KeptSession? _busy;
    private bool _isReleased;

    /// <param name="block">The block.</param>
    /// <param name="initializationScript">The script that runs first in the private session, or null.</param>
    /// <param name="config">The second argument of the block.</param>
    /// <param name="mode">The language mode in which the alert is registered.</param>
    /// <param name="folder">The folder of the session that registers it, in which each call begins.</param>
    /// <param name="commands">The commands that the private session has besides the engine's own.</param>
    /// <param name="warnings">The warnings of the alert. The messages of the block are shown by the same host.</param>
    internal ScriptAction(
        ScriptBlock block,
        ScriptBlock? initializationScript,
        object? config,
        PSLanguageMode mode,
        string folder,
        IReadOnlyList<SessionStateCommandEntry> commands,
        SessionWarnings warnings)
    {
        Block = block;
        _initializationScript = initializationScript;
        _config = config;
        _mode = BlockLanguage.ModeOf(initializationScript ?? block, BlockLanguage.ModeOf(block, mode));
        _folder = folder;
        _commands = commands;
        _warnings = warnings;
        _argumentCount = BlockShape.IsAdvanced(block) ? BlockShape.PartsOf(block).Parameters.Count
            : config is null && BlockShape.HasDefault(block, 1) ? 1
            : 2;
    }

    internal ScriptBlock Block { get; }

    /// <summary>The error with which the last call that failed ended; null if there is none.</summary>
    internal ErrorRecord? LastError { get; private set; }

    /// <summary>Calls the block with a notification.</summary>
    /// <exception cref="HandlerFaultException">The script failed.</exception>
    internal Task RunAsync(AlertNotification notification, CancellationToken cancellation)
    {
        // A session that is opened now might keep the process from ending.
        if (ProcessEnd.HasDrained)
        {
            return Task.CompletedTask;
        }

        KeptSession? session = null;
        try
        {
            session = Take() ?? Open(cancellation);
            var alert = new ScriptAlert(notification);
            object?[] arguments = [.. new[] { alert, _config }.Take(_argumentCount)];
            session.Run(arguments, DropReceivedCommand.Info, this, _warnings.Show, cancellation, input: alert);
        }
        catch (RuntimeException e)
        {
            // The call was stopped, and all that the script reports is the stop.
            cancellation.ThrowIfCancellationRequested();
            LastError = e.ErrorRecord;
            throw Explain(e);
        }
        finally
        {
            Return(session);
        }

        return Task.CompletedTask;
    }

    /// <summary>Closes the private session: at once or, while the block runs, after its call.</summary>
    internal void Release()
    {
        KeptSession? session;
        lock (_gate)
        {
            _isReleased = true;
            session = _idle;
            _idle = null;
        }

        session?.Dispose();
    }

    /// <summary>Closes the private session although a call that cannot be stopped is under way in it.</summary>
    internal void Abandon()
    {
        Release();
        _busy?.Abandon();
    }

    // The engine may have closed it, as it does when the first session of the process closes.
    private KeptSession? Take()
    {
        KeptSession? session;
        lock (_gate)
        {
            session = _idle;
            _idle = null;
            _busy = session;
        }

        if (session is not { IsOpen: false })
        {
            return session;
        }

        session.Dispose();
        return null;
    }

    private KeptSession Open(CancellationToken cancellation)
    {
        var session = new KeptSession(Block, _mode, _commands, _folder, ActionPreference.Stop);
        _busy = session;
        try
        {
            if (_initializationScript is not null)
            {
                session.Initialize(_initializationScript, _warnings.Show, cancellation);
            }
        }
        catch
        {
            session.Dispose();
            throw;
        }

        return session;
    }

    private void Return(KeptSession? session)
    {
        if (session is null)
        {
            return;
        }

        bool isKept;
        lock (_gate)
        {
            isKept = !_isReleased && _idle is null && session.IsOpen;
            _idle = isKept ? session : _idle;
        }

        if (!isKept)
        {
            session.Dispose();
        }
    }

    private static HandlerFaultException Explain(RuntimeException error)
    {
        Exception reason = ErrorReason.Of(error);
        string stack = error.ErrorRecord.ScriptStackTrace ?? string.Empty;
        string message = error.ErrorRecord.ToString().TrimEnd('.') + ScriptPlace.Of(stack);
        return new HandlerFaultException(reason is CommandNotFoundException ? $"{message}. {FarFromHome}" : message, reason, stack);
    }
}
