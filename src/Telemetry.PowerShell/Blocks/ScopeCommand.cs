using System.Management.Automation;
using System.Management.Automation.Language;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Telemetry.Commands;

/// <summary>A command that is run in the session state of a block.</summary>
/// <param name="text">The text of the command.</param>
internal sealed class ScopeCommand(string text)
{
    // The session state in which a block runs, that of a module or the global one, is internal to the engine.
    private static readonly PropertyInfo? s_sessionState = typeof(ScriptBlock).GetProperty(
        "SessionStateInternal", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public);

    // A weak table, which keeps no session state alive.
    private readonly ConditionalWeakTable<object, ScriptBlock> _commands = new();

    private readonly Lazy<ScriptBlock> _unbound = new(() => Compile(text));

    /// <summary>Returns the command in the session state of a block.</summary>
    internal ScriptBlock For(ScriptBlock block)
    {
        object? sessionState = s_sessionState?.GetValue(block);
        if (sessionState is null)
        {
            return block.Module?.NewBoundScriptBlock(_unbound.Value) ?? _unbound.Value;
        }

        return _commands.GetValue(sessionState, state =>
        {
            ScriptBlock bound = Compile(text);
            s_sessionState!.SetValue(bound, state);
            return bound;
        });
    }

    private static ScriptBlock Compile(string text) => Parser.ParseInput(text, out _, out _).GetScriptBlock();
}
