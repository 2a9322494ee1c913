using System.Collections;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>
/// Runs a script block inside a cmdlet, step by step, as <c>&amp; { }</c> in the cmdlet's place would run: in a scope of its
/// own, with the cmdlet's input, with output that is written to the cmdlet's at once, and with the same errors.
/// </summary>
/// <param name="cmdlet">The cmdlet, whose methods call those of the same names here.</param>
/// <param name="block">The block to run.</param>
/// <param name="argument">The value of <c>$_</c> in the block and its argument; null for none.</param>
/// <param name="dropsOutput">Whether the output of the block is not written.</param>
/// <param name="keptOutput">The list to which output is added that is not written; null if it is dropped.</param>
internal sealed class BlockPipeline(
    PSCmdlet cmdlet, ScriptBlock block, object? argument, bool dropsOutput, ArrayList? keptOutput = null) : IDisposable
{
    // Available since PowerShell 7.3; earlier versions have no 'clean' blocks.
    private static readonly Action<SteppablePipeline>? s_clean = (Action<SteppablePipeline>?)typeof(SteppablePipeline)
        .GetMethod("Clean", Type.EmptyTypes)?.CreateDelegate(typeof(Action<SteppablePipeline>));

    private BlockScope? _scope;
    private SteppablePipeline? _steps;
    private bool _expectsInput;
    private RuntimeException? _marked;
    private bool? _hadErrors;

    /// <summary>Whether the block has begun, and has not yet ended or failed.</summary>
    internal bool IsRunning { get; private set; }

    /// <summary>Whether a native program that fails is an error in the block, where the engine can do that. Needs an
    /// argument.</summary>
    internal bool HasNativeErrors { get; init; }

    /// <summary>Runs the 'begin' block.</summary>
    /// <param name="expectsInput">Whether <see cref="Process"/> is called with the items of an input, rather than once
    /// without any.</param>
    internal void Begin(bool expectsInput) => Step(() =>
    {
        _expectsInput = expectsInput;
        _steps = Create();
        IsRunning = true;
        if (expectsInput == cmdlet.MyInvocation.ExpectingInput)
        {
            _steps.Begin(cmdlet);
        }
        else
        {
            _steps.Begin(expectsInput, (EngineIntrinsics)cmdlet.GetVariableValue("ExecutionContext"));
        }
    });

    /// <summary>Runs the 'process' block with an item, or keeps the item for the end. Without input, runs the block to its
    /// end: the engine does not treat an exception that leaves it here as the cmdlet's error.</summary>
    internal void Process(PSObject? item)
    {
        Step(() => _steps!.Process(item));
        if (!_expectsInput)
        {
            End();
        }
    }

    /// <summary>Runs the 'end' block, which is all of a plain block, and the 'clean' block. Must not be called if
    /// <see cref="Process"/> has done so.</summary>
    internal void End()
    {
        Step(() => _steps!.End());
        IsRunning = false;
    }

    /// <summary>Runs the 'clean' block of a block that was left between two steps.</summary>
    internal void Clean()
    {
        IsRunning = false;
        if (_steps is not null)
        {
            s_clean?.Invoke(_steps);
        }
    }

    /// <summary>Closes the scope and removes the mark. Called when the engine has taken the exception that left the cmdlet,
    /// and before the caller sees it.</summary>
    public void Dispose()
    {
        _steps?.Dispose();
        _scope?.Dispose();
        if (_marked is not null)
        {
            _marked.WasThrownFromThrowStatement = false;
            _marked = null;
        }

        RestoreHadErrors();
    }

    private SteppablePipeline Create()
    {
        if (argument is null || !(HasNativeErrors || BlockShape.ReadsUnderscore(block)))
        {
            return CreateHere();
        }

        _scope = new BlockScope(block, argument, HasNativeErrors, CreateHere);
        return _scope.Open();
    }

    private SteppablePipeline CreateHere() => BlockCommand.Of(block, argument, dropsOutput, keptOutput, cmdlet.MyInvocation);

    private void Step(Action step)
    {
        bool hadErrors = cmdlet.InvokeCommand.HasErrors;
        try
        {
            step();
        }
        catch (Exception e)
        {
            IsRunning = false;
            if (e is FlowControlException or PipelineStoppedException)
            {
                _hadErrors = hadErrors;
                RestoreHadErrors();
            }
            else
            {
                Mark(e as RuntimeException);
            }

            throw;
        }
    }

    // For a nested pipeline, a 'break' and a downstream command that has enough input are errors, and '$?' would report one.
    private void RestoreHadErrors()
    {
        if (_hadErrors is { } hadErrors)
        {
            cmdlet.InvokeCommand.HasErrors = hadErrors;
        }
    }

    // The engine wraps an exception of a cmdlet into another one, at another position, unless a 'throw' statement threw it.
    // The mark is removed before the caller sees the exception, where it makes a difference.
    private void Mark(RuntimeException? error)
    {
        if (error is { WasThrownFromThrowStatement: false })
        {
            error.WasThrownFromThrowStatement = true;
            _marked = error;
        }
    }
}
