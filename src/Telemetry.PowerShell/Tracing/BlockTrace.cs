using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>A trace of the events that are emitted while a script block runs.</summary>
/// <param name="cmdlet">The cmdlet that traces.</param>
/// <param name="block">The block that runs.</param>
internal sealed class BlockTrace(PSCmdlet cmdlet, ScriptBlock block) : IDisposable
{
    // Without a limit, because the caller asked for a complete trace, whatever it costs.
    private readonly EventTrace _trace = new(int.MaxValue);
    private readonly BlockPipeline _run = new(cmdlet, block, argument: null, dropsOutput: true);

    internal void Run(IReadOnlyList<EventPattern> patterns)
    {
        _trace.Start(patterns, cmdlet);
        try
        {
            _run.Begin(expectsInput: false);
            _run.Process(null);
        }
        catch (Exception e) when (e is not PipelineStoppedException)
        {
            Write();
            throw;
        }

        Write();
    }

    /// <summary>Ends the trace. Called when the pipeline is over, however it ended.</summary>
    public void Dispose()
    {
        _trace.Dispose();
        _run.Dispose();
    }

    private void Write()
    {
        bool isComplete = _trace.IsAttached;
        _trace.Detach();
        while (_trace.TryTake(out TracedEvent? next))
        {
            cmdlet.WriteObject(next);
        }

        if (!isComplete)
        {
            cmdlet.WriteWarning("Events may be missing: the handler of the trace was unregistered while the block ran.");
        }
    }
}
