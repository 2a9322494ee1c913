using System.Management.Automation;
using System.Management.Automation.Language;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Telemetry.Commands;

/// <summary>A scope between a block's own and its caller's, in which <c>$_</c> is what the block shall see.</summary>
/// <remarks>It is that of a command which is begun and not ended while the block runs. (The scope of a block that is
/// invoked from here is cut off from its parents when the call returns.) Nothing but a property is read in it, as every
/// language mode allows.</remarks>
internal sealed class BlockScope : IDisposable
{
    private const string Text = "begin { $_ = $args[0]; $null = $args[1].Value }";

    // The engine keeps to itself in which session state a block runs: that of a module, or the global one.
    private static readonly PropertyInfo? s_sessionState = typeof(ScriptBlock).GetProperty(
        "SessionStateInternal", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public);

    // Keeps no session state alive: an entry goes with it.
    private static readonly ConditionalWeakTable<object, ScriptBlock> s_commands = new();

    private static readonly Lazy<ScriptBlock> s_unbound = new(Compile);

    private readonly SteppablePipeline _command;
    private readonly Lazy<SteppablePipeline> _steps;

    /// <param name="block">The block.</param>
    /// <param name="underscore">What the block sees as <c>$_</c>.</param>
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

        // An error while they were created is thrown here: reading a property swallows it.
        return _steps.Value;
    }

    /// <summary>Closes the scope, after which the block finds no variable of its caller any more.</summary>
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
