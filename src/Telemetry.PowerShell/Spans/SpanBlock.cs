using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>A block in a span: sees to it that the span ends as the block does, whichever way that is.</summary>
/// <param name="cmdlet">The cmdlet that runs the block.</param>
/// <param name="span">The span, which has started.</param>
/// <param name="block">The block, which has not.</param>
internal sealed class SpanBlock(PSCmdlet cmdlet, ScriptSpan span, BlockPipeline block) : IDisposable
{
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

    /// <summary>Stops the handlers that are told of the end. Called from the thread that stops the pipeline.</summary>
    internal void RequestStop() => _stop.Request();

    /// <summary>Ends the span of a block that was left between two steps, because another command in the pipeline failed
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

    // Only while a step runs is the span the current one: between them, other commands of the pipeline do.
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
            // Leaving for a loop or a script around the span is done on purpose.
            EmitEnd(exception is BreakException or ContinueException or ExitException
                ? () => span.Stop(null, null, static _ => { })
                : () => span.Fail(exception));
        }
        catch (TelemetryRecursionException)
        {
            // What left the block matters more.
        }
    }

    private void EmitStop()
    {
        var problems = new List<InvalidPayloadException>();
        try
        {
            EmitEnd(() => span.Stop(null, null, problems.Add));
        }
        catch (TelemetryRecursionException e)
        {
            cmdlet.ThrowTerminatingError(TelemetryErrors.RecursionTooDeep(span.Name, e));
        }

        problems.ForEach(problem => cmdlet.WriteError(TelemetryErrors.InvalidPayload(problem)));
    }

    // In a pipeline that is being stopped, no script runs any more, and no handler of this session's.
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
        // Not the one that may have been requested while the block ran.
        _stop = new EmitterStop();
        using Emitter.Scope scope = Emitter.EnterDespiteStop(emitter, _stop);
        end();
    }
}
