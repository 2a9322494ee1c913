using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>A script block about which a cmdlet reports when it has ended, also if it failed.</summary>
/// <param name="run">The call of the block.</param>
internal sealed class ReportedBlock(BlockPipeline run) : IDisposable
{
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="block">The block, whose output is not written.</param>
    /// <param name="outputVariable">The name of the variable for the output of the block; null if it is dropped.</param>
    internal ReportedBlock(PSCmdlet cmdlet, ScriptBlock block, string? outputVariable)
        : this(new BlockPipeline(
            cmdlet, block, argument: null, dropsOutput: true, outputVariable is null ? null : OutputList.Set(cmdlet, outputVariable)))
    {
    }

    internal void Run(Action report)
    {
        try
        {
            run.Begin(expectsInput: false);
            run.Process(null);
        }
        catch (Exception e) when (e is not PipelineStoppedException)
        {
            report();
            throw;
        }

        report();
    }

    public void Dispose() => run.Dispose();
}
