using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>A trace of the events that are emitted while a script block runs.</summary>
/// <param name="cmdlet">The cmdlet that traces.</param>
/// <param name="block">The block that runs.</param>
/// <param name="outputVariable">The name of the variable for the output of the block; null if it is dropped.</param>
/// <param name="check">The check of the events; null for none.</param>
internal sealed class BlockTrace(PSCmdlet cmdlet, ScriptBlock block, string? outputVariable, StrictCheck? check) : IDisposable
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
        var events = new List<TracedEvent>();
        while (_trace.TryTake(out TracedEvent? next))
        {
            events.Add(next);
            cmdlet.WriteObject(next);
        }

        Check(events);

        if (!isComplete)
        {
            cmdlet.WriteWarning("Events may be missing: the handler of the trace was unregistered while the block ran.");
        }
    }

    // After the block, which may import the module that declares the events.
    private void Check(List<TracedEvent> events)
    {
        check?.Update();
        events.ForEach(traced => check?.Check(traced.Record));
        check?.End();
    }
}
