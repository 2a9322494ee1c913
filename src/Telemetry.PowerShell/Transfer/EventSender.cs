using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Telemetry.Commands;

/// <summary>Runs a block and writes the events that are emitted meanwhile among its output, as objects for another process.</summary>
/// <param name="cmdlet">The cmdlet that sends.</param>
/// <param name="block">The block that runs.</param>
internal sealed class EventSender(PSCmdlet cmdlet, ScriptBlock block) : IDisposable
{
    private readonly EventTrace _trace = new(int.MaxValue);
    private readonly ReportedBlock _run = new(new BlockPipeline(cmdlet, block, argument: null, dropsOutput: false));
    private readonly Thread _thread = Thread.CurrentThread;
    private readonly Runspace? _session = Runspace.DefaultRunspace;
    private bool _isWriting;

    internal void Run(IReadOnlyList<EventPattern> patterns)
    {
        _trace.Start(patterns, cmdlet, onAdded: WriteFromBlock);
        _run.Run(WriteRest);
    }

    /// <summary>Ends the trace. Called when the pipeline is over, however it ended.</summary>
    public void Dispose()
    {
        _trace.Dispose();
        _run.Dispose();
    }

    // What other threads emit waits for the next event of the block's own, as only that thread may write.
    private void WriteFromBlock()
    {
        if (Thread.CurrentThread == _thread && ReferenceEquals(Runspace.DefaultRunspace, _session))
        {
            Write();
        }
    }

    private void WriteRest()
    {
        bool isComplete = _trace.IsAttached;
        _trace.Detach();
        Write();
        if (!isComplete)
        {
            cmdlet.WriteWarning("Events may be missing: the handler that sends them was unregistered while the block ran.");
        }
    }

    // A command behind this one in the pipeline may emit, too.
    private void Write()
    {
        if (_isWriting)
        {
            return;
        }

        _isWriting = true;
        try
        {
            while (_trace.TryTake(TimeSpan.Zero, out TracedEvent? next))
            {
                cmdlet.WriteObject(SentEvent.Of(next));
            }
        }
        finally
        {
            _isWriting = false;
        }
    }
}
