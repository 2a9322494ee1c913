using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Runs a block with an item in a span, in the session of a worker. Not exported: called by its command object.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "Item")]
internal sealed class RunItemCommand : PSCmdlet, IDisposable
{
    private readonly EmitterStop _stop = new();
    private SpanBlock? _block;

    internal static CmdletInfo Info { get; } = new("Invoke-Item", typeof(RunItemCommand));

    [Parameter(Mandatory = true, Position = 0)]
    public ParallelItem InputObject { get; set; } = null!;

    [Parameter(Mandatory = true, Position = 1)]
    public ScriptBlock ScriptBlock { get; set; } = null!;

    protected override void ProcessRecord()
    {
        if (IsReady())
        {
            RunBlock();
        }
    }

    protected override void StopProcessing()
    {
        _stop.Request();
        _block?.RequestStop();
    }

    /// <summary>Ends the span, if the block has not.</summary>
    public void Dispose() => _block?.Dispose();

    private bool IsReady()
    {
        try
        {
            InputObject.Run.Prepare(SessionState);
            return true;
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            WriteObject(new FailedItem(InputObject.Item, e, isOfWorker: true));
            return false;
        }
    }

    private void RunBlock()
    {
        ParallelRun run = InputObject.Run;
        try
        {
            ScriptSpan span = SpanStart.For(this, _stop, run.SpanName, InputObject.Metadata, run.Parent, null);
            _block = new SpanBlock(this, span, ScriptBlock, run.FailsOnNativeError);
            _block.Begin(expectsInput: true);
            _block.Process(InputObject.Item);
            _block.End();
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            WriteObject(new FailedItem(InputObject.Item, e, isOfWorker: false));
        }
    }
}
