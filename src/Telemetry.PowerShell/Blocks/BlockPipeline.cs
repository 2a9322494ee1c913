using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>
/// A script block that runs inside of a cmdlet, step by step, as <c>&amp; { }</c> in the cmdlet's place would: in a scope
/// of its own, with the cmdlet's input, its output going where the cmdlet's goes as soon as it is written, and leaving by
/// the same errors.
/// </summary>
/// <param name="cmdlet">The cmdlet, whose methods call those of the same names here.</param>
/// <param name="block">What runs.</param>
/// <param name="argument">What the block is given as <c>$_</c> and as its argument; null for nothing.</param>
/// <param name="dropsOutput">Whether what it writes to its output stream goes nowhere.</param>
internal sealed class BlockPipeline(PSCmdlet cmdlet, ScriptBlock block, object? argument, bool dropsOutput) : IDisposable
{
    // Since PowerShell 7.3; before, there are no 'clean' blocks.
    private static readonly Action<SteppablePipeline>? s_clean = (Action<SteppablePipeline>?)typeof(SteppablePipeline)
        .GetMethod("Clean", Type.EmptyTypes)?.CreateDelegate(typeof(Action<SteppablePipeline>));

    private BlockScope? _scope;
    private SteppablePipeline? _steps;
    private bool _expectsInput;
    private RuntimeException? _marked;
    private bool? _hadErrors;

    /// <summary>Whether the block has begun and not come to its end yet, nor to its error.</summary>
    internal bool IsRunning { get; private set; }

    /// <summary>Runs the 'begin' block.</summary>
    /// <param name="expectsInput">Whether <see cref="Process"/> will be called with the items of an input, rather than
    /// once without any.</param>
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

    /// <summary>Runs the 'process' block with an item, or keeps the item for the end. Without input, runs the block to
    /// its end: what leaves it here, the engine does not take for the cmdlet's error.</summary>
    internal void Process(PSObject? item)
    {
        Step(() => _steps!.Process(item));
        if (!_expectsInput)
        {
            End();
        }
    }

    /// <summary>Runs the 'end' block, which in a plain block is all there is, and the 'clean' block. Not to be called where
    /// <see cref="Process"/> has done it.</summary>
    internal void End()
    {
        Step(() => _steps!.End());
        IsRunning = false;
    }

    /// <summary>Runs the 'clean' block of one that was left between two steps.</summary>
    internal void Clean()
    {
        IsRunning = false;
        if (_steps is not null)
        {
            s_clean?.Invoke(_steps);
        }
    }

    /// <summary>Called when the engine has taken what left the cmdlet, and the caller has not seen it yet.</summary>
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
        if (argument is null || !BlockShape.ReadsUnderscore(block))
        {
            return CreateHere();
        }

        _scope = new BlockScope(block, argument, CreateHere);
        return _scope.Open();
    }

    private SteppablePipeline CreateHere() => BlockCommand.Of(block, argument, dropsOutput, cmdlet.MyInvocation);

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

    // To a pipeline in a pipeline, a 'break' and a downstream command that has enough are errors, and '$?' would tell of
    // one.
    private void RestoreHadErrors()
    {
        if (_hadErrors is { } hadErrors)
        {
            cmdlet.InvokeCommand.HasErrors = hadErrors;
        }
    }

    // What a cmdlet throws, the engine wraps into another exception, at another place, unless a 'throw' statement threw
    // it. The mark is taken back before the caller sees it, to whom it makes a difference.
    private void Mark(RuntimeException? error)
    {
        if (error is { WasThrownFromThrowStatement: false })
        {
            error.WasThrownFromThrowStatement = true;
            _marked = error;
        }
    }
}
