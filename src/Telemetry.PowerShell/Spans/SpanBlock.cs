using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Runs a block in a span, and makes sure that the span ends with the block, however the block ends.</summary>
internal sealed class SpanBlock : IDisposable
{
    private const string ExitCode = "exit_code";

    private readonly PSCmdlet _cmdlet;
    private readonly ScriptSpan _span;
    private readonly BlockPipeline _block;

    // Null if the failures of native programs do not matter.
    private readonly NativeFailures? _failures;
    private EmitterStop _stop = new();

    /// <param name="cmdlet">The cmdlet that runs the block.</param>
    /// <param name="span">The span, which has started.</param>
    /// <param name="block">The block. The span is <c>$_</c> in it, and its argument.</param>
    /// <param name="failsOnNativeError">Whether a native program that fails is a failure of the span.</param>
    internal SpanBlock(PSCmdlet cmdlet, ScriptSpan span, ScriptBlock block, bool failsOnNativeError)
    {
        _cmdlet = cmdlet;
        _span = span;
        _block = new BlockPipeline(cmdlet, block, span, dropsOutput: false) { HasNativeErrors = failsOnNativeError };
        _failures = failsOnNativeError ? new NativeFailures(cmdlet.SessionState) : null;
    }

    internal void Begin(bool expectsInput) => Step(() => _block.Begin(expectsInput));

    internal void Process(PSObject? item) => Step(() => _block.Process(item));

    internal void End()
    {
        if (_block.IsRunning)
        {
            Step(_block.End);
        }
    }

    /// <summary>Stops the handlers of the span's last event. Called from the thread that stops the pipeline.</summary>
    internal void RequestStop() => _stop.Request();

    /// <summary>Ends the span of a block that was interrupted between two steps, because another command in the pipeline failed
    /// or the pipeline was stopped.</summary>
    public void Dispose()
    {
        if (_block.IsRunning)
        {
            NestedPipeline.Run(_cmdlet.Host, inner =>
            {
                _block.Clean();
                Emit(inner, () => _span.Fail(new PipelineStoppedException()));
            });
        }

        _block.Dispose();
    }

    // The span is current only while a step runs: between the steps, other commands of the pipeline run.
    private void Step(Action step)
    {
        try
        {
            using var place = new SpanPlace();
            using CurrentScope current = _span.Span.MakeCurrent(place.IsReached);
            step();
        }
        catch (Exception e)
        {
            EmitEndOfFailed(e);
            throw;
        }

        if (!_block.IsRunning)
        {
            EmitStop();
        }
    }

    private void EmitEndOfFailed(Exception exception)
    {
        try
        {
            // Leaving the block for a loop or a script around the span is intentional, and not a failure.
            EmitEnd(exception is BreakException or ContinueException or ExitException
                ? () => Stop(static _ => { })
                : () => Fail(exception is RuntimeException error ? ErrorReason.Of(error) : exception, exception));
        }
        catch (TelemetryRecursionException)
        {
            // The exception of the block takes precedence.
        }
    }

    private void EmitStop()
    {
        var problems = new List<InvalidPayloadException>();
        try
        {
            EmitEnd(() => Stop(problems.Add));
        }
        catch (TelemetryRecursionException e)
        {
            _cmdlet.ThrowTerminatingError(TelemetryErrors.RecursionTooDeep(_span.Name, e));
        }

        problems.ForEach(problem => _cmdlet.WriteError(TelemetryErrors.InvalidPayload(problem)));
    }

    private void Stop(Action<InvalidPayloadException> onProblem)
    {
        if (_failures?.Find() is { } failure)
        {
            Fail(failure, failure);
        }
        else
        {
            _span.Stop(null, null, onProblem);
        }
    }

    private void Fail(Exception reason, Exception exception)
    {
        if (_failures is not null && NativeFailures.ExitCodeOf(reason) is { } code)
        {
            _span.Metadata[ExitCode] = code;
        }

        _span.Fail(exception);
    }

    // In a pipeline that is being stopped, the engine runs no scripts, and therefore no handlers of this session.
    private void EmitEnd(Action end)
    {
        if (_cmdlet.Stopping)
        {
            NestedPipeline.Run(_cmdlet.Host, inner => Emit(inner, end));
        }
        else
        {
            Emit(_cmdlet, end);
        }
    }

    private void Emit(PSCmdlet? emitter, Action end)
    {
        // A new object, because a stop may have been requested of the previous one while the block ran.
        _stop = new EmitterStop();
        using Emitter.Scope scope = Emitter.EnterDespiteStop(emitter, _stop);
        end();
    }
}
