using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;

namespace Telemetry.Commands;

/// <summary>Finds the commands that a handler calls and that exist only in its home session. Copies of the handler would fail.</summary>
internal static class HomeCommands
{
    // Not reported, because every private session has them.
    private static readonly Lazy<HashSet<string>> s_ofTheEngine = new(() => new HashSet<string>(
        InitialSessionState.CreateDefault2().Commands.Select(command => command.Name), StringComparer.OrdinalIgnoreCase));

    /// <summary>Gets the names of functions and aliases that the session defines itself, outside of any module.</summary>
    /// <param name="block">The handler's block.</param>
    /// <param name="initializationScript">The script that runs first in the handler's private sessions, if there is one.</param>
    /// <param name="session">The session that registers the handler.</param>
    internal static IReadOnlyList<string> Of(ScriptBlock block, ScriptBlock? initializationScript, SessionState session)
    {
        // A script that runs commands may define any function or alias.
        if (initializationScript?.Ast.Find(node => node is CommandAst, searchNestedScriptBlocks: false) is not null)
        {
            return [];
        }

        IEnumerable<string> defined = initializationScript is null ? [] : BlockShape.FunctionsOf(initializationScript);
        return
        [
            .. BlockShape.CommandsOf(block)
                .Except(defined, StringComparer.OrdinalIgnoreCase)
                .Where(name => !s_ofTheEngine.Value.Contains(name) && IsOfSession(name, session) && !HidesCmdlet(name, session)),
        ];
    }

    // Reads the function and alias drives, because a command lookup would import the module that has the command.
    private static bool IsOfSession(string name, SessionState session) =>
        IsOwn($"function:{name}", session) || IsOwn($"alias:{name}", session);

    // A copy calls the cmdlet that the function wraps.
    private static bool HidesCmdlet(string name, SessionState session) =>
        session.InvokeCommand.GetCommand(name, CommandTypes.Cmdlet) is not null;

    private static bool IsOwn(string path, SessionState session)
    {
        try
        {
            string literal = WildcardPattern.Escape(path);
            return session.InvokeProvider.Item.Exists(literal)
                && session.InvokeProvider.Item.Get(literal).Any(item => item.BaseObject is CommandInfo { Module: null });
        }
        catch (Exception e) when (e is RuntimeException or NotSupportedException or ArgumentException)
        {
            // The name is not a valid path on that drive, such as the name of a program.
            return false;
        }
    }
}
