using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Runtime.ExceptionServices;

namespace Telemetry.Commands;

/// <summary>One call of a script handler: its arguments, and its failure.</summary>
internal sealed class HandlerCall
{
    private readonly ScriptRecord? _underscore;
    private List<PSVariable>? _variables;
    private Exception? _failure;

    /// <param name="arguments">The arguments.</param>
    /// <param name="underscore">The value of <c>$_</c>; null for a block that does not read it.</param>
    /// <param name="messagePreferences">The preference variables of the messages that the emitter shows; null for a block
    /// that writes to no stream.</param>
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

    /// <summary>Whether the records that the block writes to its streams are collected.</summary>
    internal bool UsesStreams { get; }

    /// <summary>Whether the output of the block is kept; otherwise it is dropped.</summary>
    internal bool KeepsOutput { get; init; }

    /// <summary>The objects that the block wrote to its output, if they are kept.</summary>
    internal IReadOnlyList<object?> Output { get; set; } = [];

    /// <summary>The folder in which the block runs elsewhere; null for a block that does not use it.</summary>
    internal string? Folder { get; set; }

    /// <summary>The value of <c>$MyInvocation</c> in a block that does not read it; null if the engine creates one for the
    /// call.</summary>
    internal InvocationInfo? Position { get; set; }

    /// <summary>The compiled code of the block; null if only the engine's own call will do.</summary>
    internal BlockCode? Code { get; set; }

    /// <summary>Defines a variable in the scope of the call, unless it is defined already.</summary>
    internal void Define(string name, object? value)
    {
        _variables ??= [];
        if (!_variables.Exists(variable => variable.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
        {
            _variables.Add(new PSVariable(name, value));
        }
    }

    /// <summary>Keeps errors and warnings that the block writes from ending it, whatever the preferences around it
    /// are.</summary>
    internal void UseDefaultPreferences()
    {
        if (UsesStreams)
        {
            Define("ErrorActionPreference", ActionPreference.Continue);
            Define("WarningPreference", ActionPreference.Continue);
        }
    }

    /// <summary>Gets the variables of the call's scope: those that were defined, and <c>$_</c> for a block that reads it.
    /// The engine takes the list over, so it can be used for one call only.</summary>
    internal List<PSVariable>? Variables()
    {
        if (_underscore is not null)
        {
            Define("_", _underscore);
        }

        return _variables;
    }

    /// <summary>Calls a block that writes to no stream, by its code or by the engine's own call. That is enough for such a block,
    /// because every error in it is an exception.</summary>
    /// <returns>Whether the block was called. In an engine without that call, one that is given variables cannot be: by the public
    /// call that takes some, a failed statement outside of a <c>try</c> is reported and the next one runs.</returns>
    internal bool TryInvokePlainly(ScriptBlock block)
    {
        try
        {
            if (_variables is null && Code is { } code && code.TryCall(_underscore ?? EngineCall.NoUnderscore, Arguments))
            {
                return true;
            }

            if (EngineCall.Invoke is { } invoke)
            {
                invoke(block, _underscore ?? EngineCall.NoUnderscore, Position, _variables, Arguments);
                return true;
            }

            if (_underscore is not null || _variables is not null)
            {
                return false;
            }

            block.InvokeReturnAsIs(Arguments);
        }
        catch (Exception e)
        {
            _failure = Explain(e);
        }

        return true;
    }

    /// <summary>Calls the block in the session of this thread, and keeps its exception; its output is dropped unless it is
    /// kept.</summary>
    internal void Invoke(ScriptBlock block)
    {
        Collection<PSObject> output = Guard(() => block.CallInNewScope(Variables(), Arguments));
        if (KeepsOutput)
        {
            Output = [.. output];
        }
    }

    /// <summary>Runs an action as part of the call, and keeps its exception.</summary>
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

    /// <summary>Throws the exception that left the block, unchanged.</summary>
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

        // The thread was interrupted from outside, and the handler did not cause it.
        RuntimeException { InnerException: ThreadInterruptedException interrupted } => interrupted,
        RuntimeException error => new HandlerFaultException(
            error.ErrorRecord.ToString(), ErrorReason.Of(error), error.ErrorRecord.ScriptStackTrace ?? string.Empty),
        BreakException => Stray("A 'break'", exception),
        ContinueException => Stray("A 'continue'", exception),
        ExitException => Stray("An 'exit'", exception),
        _ => exception,
    };

    // The statement would unwind the emitter's loop or end its script, so it is reported as a mistake of the handler.
    private static InvalidOperationException Stray(string statement, Exception exception) => new(
        $"{statement} that belongs to no loop or script of its own came out of the handler. "
        + "Use 'return' to end a handler early.",
        exception);
}
