using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Runs a block in a span, and makes sure that the span ends with the block, however the block ends.</summary>
/// <param name="cmdlet">The cmdlet that runs the block.</param>
/// <param name="span">The span, which has started.</param>
/// <param name="block">The block, which has not started.</param>
/// <param name="failures">The native programs whose failure is one of the span; null if they do not matter.</param>
internal sealed class SpanBlock(PSCmdlet cmdlet, ScriptSpan span, BlockPipeline block, NativeFailures? failures = null) : IDisposable
{
    private const string ExitCode = "exit_code";

    private EmitterStop _stop = new();

    internal void Begin(bool expectsInput) => Step(() => block.Begin(expectsInput));

    internal void Process(PSObject? item) => Step(() => block.Process(item));

    internal void End()
    {
        if (block.IsRunning)
        {
            Step(block.End);
        }
    }

    /// <summary>Stops the handlers of the span's last event. Called from the thread that stops the pipeline.</summary>
    internal void RequestStop() => _stop.Request();

    /// <summary>Ends the span of a block that was interrupted between two steps, because another command in the pipeline failed
    /// or the pipeline was stopped.</summary>
    public void Dispose()
    {
        if (block.IsRunning)
        {
            NestedPipeline.Run(cmdlet.Host, inner =>
            {
                block.Clean();
                Emit(inner, () => span.Fail(new PipelineStoppedException()));
            });
        }

        block.Dispose();
    }

    // The span is current only while a step runs: between the steps, other commands of the pipeline run.
    private void Step(Action step)
    {
        try
        {
            using var place = new SpanPlace();
            using CurrentScope current = span.Span.MakeCurrent(place.IsReached);
            step();
        }
        catch (Exception e)
        {
            EmitEndOfFailed(e);
            throw;
        }

        if (!block.IsRunning)
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
            cmdlet.ThrowTerminatingError(TelemetryErrors.RecursionTooDeep(span.Name, e));
        }

        problems.ForEach(problem => cmdlet.WriteError(TelemetryErrors.InvalidPayload(problem)));
    }

    private void Stop(Action<InvalidPayloadException> onProblem)
    {
        if (failures?.Find() is { } failure)
        {
            Fail(failure, failure);
        }
        else
        {
            span.Stop(null, null, onProblem);
        }
    }

    private void Fail(Exception reason, Exception exception)
    {
        if (failures is not null && NativeFailures.ExitCodeOf(reason) is { } code)
        {
            span.Metadata[ExitCode] = code;
        }

        span.Fail(exception);
    }

    // In a pipeline that is being stopped, the engine runs no scripts, and therefore no handlers of this session.
    private void EmitEnd(Action end)
    {
        if (cmdlet.Stopping)
        {
            NestedPipeline.Run(cmdlet.Host, inner => Emit(inner, end));
        }
        else
        {
            Emit(cmdlet, end);
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
