using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>A trace of the events that are emitted while a script block runs.</summary>
/// <param name="cmdlet">The cmdlet that traces.</param>
/// <param name="block">The block that runs.</param>
/// <param name="outputVariable">The name of the variable for the output of the block; null if it is dropped.</param>
internal sealed class BlockTrace(PSCmdlet cmdlet, ScriptBlock block, string? outputVariable) : IDisposable
{
    // Without a limit, because the caller asked for a complete trace, whatever it costs.
    private readonly EventTrace _trace = new(int.MaxValue);
    private readonly ReportedBlock _run = new(cmdlet, block, outputVariable);

    internal void Run(IReadOnlyList<EventPattern> patterns)
    {
        _trace.Start(patterns, cmdlet);
        _run.Run(Write);
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
