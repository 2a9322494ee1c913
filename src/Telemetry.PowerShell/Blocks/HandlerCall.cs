using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Runtime.ExceptionServices;

namespace Telemetry.Commands;

/// <summary>One call of a script handler: what it is given, and how it ended.</summary>
internal sealed class HandlerCall
{
    private readonly ScriptRecord? _underscore;
    private List<PSVariable>? _variables;
    private Exception? _failure;

    /// <param name="arguments">The arguments.</param>
    /// <param name="underscore">What <c>$_</c> is; null for a block that does not read it.</param>
    /// <param name="messagePreferences">The preference variables of the messages that the emitter wants to see; null for a
    /// block that writes to no stream.</param>
    internal HandlerCall(object?[] arguments, ScriptRecord? underscore, IReadOnlyList<string>? messagePreferences)
    {
        Arguments = arguments;
        _underscore = underscore;
        UsesStreams = messagePreferences is not null;
        foreach (string name in messagePreferences ?? [])
        {
            Define(name, ActionPreference.Continue);
        }
    }

    internal object?[] Arguments { get; }

    /// <summary>Whether what the block writes to its streams is to be looked after.</summary>
    internal bool UsesStreams { get; }

    /// <summary>The folder that the block shall run in, elsewhere; null for one that cannot tell.</summary>
    internal string? Folder { get; set; }

    /// <summary>Defines a variable in the scope of the call, unless there is one of that name.</summary>
    internal void Define(string name, object? value)
    {
        _variables ??= [];
        if (!_variables.Exists(variable => variable.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
        {
            _variables.Add(new PSVariable(name, value));
        }
    }

    /// <summary>Makes an error or a warning that the block writes not end it, whatever the preferences are around
    /// it.</summary>
    internal void UseDefaultPreferences()
    {
        if (UsesStreams)
        {
            Define("ErrorActionPreference", ActionPreference.Continue);
            Define("WarningPreference", ActionPreference.Continue);
        }
    }

    /// <summary>The variables of the call's scope: those that were defined, and <c>$_</c> for a block that reads it. An
    /// engine's call takes them over: the list is for one call.</summary>
    internal List<PSVariable>? Variables()
    {
        if (_underscore is not null)
        {
            Define("_", _underscore);
        }

        return _variables;
    }

    /// <summary>Calls a block that writes to no stream, which takes no more than the engine's own call, in which every error
    /// is an exception.</summary>
    internal void InvokePlainly(ScriptBlock block)
    {
        try
        {
            if (Variables() is { } variables)
            {
                block.CallInNewScope(variables, Arguments);
            }
            else
            {
                block.InvokeReturnAsIs(Arguments);
            }
        }
        catch (Exception e)
        {
            _failure = Explain(e);
        }
    }

    /// <summary>Calls the block in the session of this thread, keeping what it throws; its output is dropped.</summary>
    internal void Invoke(ScriptBlock block) =>
        Guard(() => block.CallInNewScope(Variables(), Arguments));

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

    private static Exception Explain(Exception exception) => exception switch
    {
        PipelineStoppedException => exception,

        // Somebody ended what the thread does, and not the handler's own doing.
        RuntimeException { InnerException: ThreadInterruptedException interrupted } => interrupted,
        RuntimeException error => new HandlerFaultException(
            error.ErrorRecord.ToString(), ErrorReason.Of(error), error.ErrorRecord.ScriptStackTrace ?? string.Empty),
        BreakException => Stray("A 'break'", exception),
        ContinueException => Stray("A 'continue'", exception),
        ExitException => Stray("An 'exit'", exception),
        _ => exception,
    };

    // What would unwind the emitter's loop or end its script is the handler's mistake, and is told as one.
    private static InvalidOperationException Stray(string statement, Exception exception) => new(
        $"{statement} that belongs to no loop or script of its own came out of the handler. "
        + "Use 'return' to end a handler early.",
        exception);
}
