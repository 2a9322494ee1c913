using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>A scope between a block's own and its caller's, which sets <c>$_</c> for the block and, if asked to, makes native programs
/// that fail errors in it.</summary>
/// <remarks>It is the scope of a command that has begun and does not end while the block runs. (The scope of a block that is
/// invoked from here is cut off from its parents when the call returns.) The command only reads a property, which every
/// language mode allows.</remarks>
internal sealed class BlockScope : IDisposable
{
    private static readonly ScopeCommand s_plain = new("begin { $_ = $args[0]; $null = $args[1].Value }");

    private static readonly ScopeCommand s_withNativeErrors =
        new("begin { $_ = $args[0]; $PSNativeCommandUseErrorActionPreference = $true; $null = $args[1].Value }");

    private readonly SteppablePipeline _command;
    private readonly Lazy<SteppablePipeline> _steps;

    /// <param name="block">The block.</param>
    /// <param name="underscore">The value of <c>$_</c> in the block.</param>
    /// <param name="hasNativeErrors">Whether a native program that fails is an error in the block, where the engine can do that.</param>
    /// <param name="create">Creates the steps of the block, in the scope where it is called.</param>
    internal BlockScope(ScriptBlock block, object underscore, bool hasNativeErrors, Func<SteppablePipeline> create)
    {
        _steps = new Lazy<SteppablePipeline>(create);
        ScopeCommand command = hasNativeErrors ? s_withNativeErrors : s_plain;
        _command = BlockCommand.Of(command.For(block), underscore, _steps);
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
}
