using System.Management.Automation;
using System.Management.Automation.Language;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Telemetry.Commands;

/// <summary>A scope between a block's own and its caller's, which sets <c>$_</c> for the block.</summary>
/// <remarks>It is the scope of a command that has begun and does not end while the block runs. (The scope of a block that is
/// invoked from here is cut off from its parents when the call returns.) The command only reads a property, which every
/// language mode allows.</remarks>
internal sealed class BlockScope : IDisposable
{
    private const string Text = "begin { $_ = $args[0]; $null = $args[1].Value }";

    // The session state in which a block runs, that of a module or the global one, is internal to the engine.
    private static readonly PropertyInfo? s_sessionState = typeof(ScriptBlock).GetProperty(
        "SessionStateInternal", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public);

    // A weak table, which keeps no session state alive.
    private static readonly ConditionalWeakTable<object, ScriptBlock> s_commands = new();

    private static readonly Lazy<ScriptBlock> s_unbound = new(Compile);

    private readonly SteppablePipeline _command;
    private readonly Lazy<SteppablePipeline> _steps;

    /// <param name="block">The block.</param>
    /// <param name="underscore">The value of <c>$_</c> in the block.</param>
    /// <param name="create">Creates the steps of the block, in the scope where it is called.</param>
    internal BlockScope(ScriptBlock block, object underscore, Func<SteppablePipeline> create)
    {
        _steps = new Lazy<SteppablePipeline>(create);
        _command = BlockCommand.Of(CommandFor(block), underscore, _steps);
    }

    /// <summary>Opens the scope, and creates the steps of the block in it.</summary>
    internal SteppablePipeline Open()
    {
        _command.Begin(expectInput: false);

        // An exception of their creation is thrown here, because the reading of a property swallows it.
        return _steps.Value;
    }

    /// <summary>Closes the scope, after which the block finds no variables of its caller.</summary>
    public void Dispose() => _command.Dispose();

    private static ScriptBlock CommandFor(ScriptBlock block)
    {
        object? sessionState = s_sessionState?.GetValue(block);
        if (sessionState is null)
        {
            return block.Module?.NewBoundScriptBlock(s_unbound.Value) ?? s_unbound.Value;
        }

        return s_commands.GetValue(sessionState, state =>
        {
            ScriptBlock bound = Compile();
            s_sessionState!.SetValue(bound, state);
            return bound;
        });
    }

    private static ScriptBlock Compile() => Parser.ParseInput(Text, out _, out _).GetScriptBlock();
}
