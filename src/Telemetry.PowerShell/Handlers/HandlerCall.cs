using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Runtime.ExceptionServices;

namespace Telemetry.PowerShell;

/// <summary>One call of a script handler: what it is given, and how it ended.</summary>
internal sealed class HandlerCall(object?[] arguments, EventRecord? underscore)
{
    private Exception? _failure;

    internal object?[] Arguments => arguments;

    /// <summary>What <c>$_</c> is, for a block that reads it.</summary>
    internal EventRecord? Underscore => underscore;

    /// <summary>Calls the block in the session of this thread, keeping what it throws; its output is dropped.</summary>
    internal void Invoke(ScriptBlock block) =>
        Guard(() => block.CallInNewScope(Variables(), arguments));

    /// <summary>Does something in the course of the call, keeping what it throws.</summary>
    internal Collection<PSObject> Guard(Func<Collection<PSObject>> action)
    {
        try
        {
            return action();
        }
        catch (Exception e)
        {
            _failure ??= Explain(e);
            return [];
        }
    }

    /// <summary>Throws what came out of the block, as it came.</summary>
    internal void ThrowIfFailed()
    {
        if (_failure is not null)
        {
            ExceptionDispatchInfo.Capture(_failure).Throw();
        }
    }

    private List<PSVariable>? Variables() => underscore is null ? null : [new PSVariable("_", underscore)];

    // What would unwind the emitter's loop or end its script is the handler's mistake, and is told as one.
    private static Exception Explain(Exception exception) => exception switch
    {
        BreakException => Stray("break", exception),
        ContinueException => Stray("continue", exception),
        ExitException => Stray("exit", exception),
        _ => exception,
    };

    private static InvalidOperationException Stray(string statement, Exception exception) => new(
        $"A '{statement}' that belongs to no loop or script of its own came out of the handler. "
        + "Use 'return' to end a handler early.",
        exception);
}
