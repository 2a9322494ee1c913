using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Creates what runs the script blocks that a cmdlet registers.</summary>
internal static class ScriptHandlers
{
    /// <summary>Creates the handler of a block for the session of a cmdlet.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="block">The block.</param>
    /// <param name="scope">The origin of the events that reach the handler.</param>
    /// <param name="initializationScript">The script that runs first in each private session, or null.</param>
    internal static ScriptHandler Create(
        PSCmdlet cmdlet, ScriptBlock block, TelemetryHandlerScope scope, ScriptBlock? initializationScript)
    {
        PSLanguageMode mode = cmdlet.SessionState.LanguageMode;
        return new ScriptHandler(
            block,
            HandlerSession.OfThisThread(cmdlet.Host, cmdlet.SessionState),
            scope,
            initializationScript,
            mode,
            cmdlet.SessionState.Path.CurrentFileSystemLocation.ProviderPath,
            ModuleCommands.With(ModuleCommands.PrefixOf(cmdlet.GetType(), cmdlet.MyInvocation.MyCommand)));
    }
}
