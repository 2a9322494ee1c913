using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>A script block about which a cmdlet reports when it has ended, also if it failed.</summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="block">The block.</param>
/// <param name="outputVariable">The name of the variable for the output of the block; null if it is dropped.</param>
internal sealed class ReportedBlock(PSCmdlet cmdlet, ScriptBlock block, string? outputVariable) : IDisposable
{
    private readonly BlockPipeline _run = new(
        cmdlet, block, argument: null, dropsOutput: true, outputVariable is null ? null : OutputList.Set(cmdlet, outputVariable));

    internal void Run(Action report)
    {
        try
        {
            _run.Begin(expectsInput: false);
            _run.Process(null);
        }
        catch (Exception e) when (e is not PipelineStoppedException)
        {
            report();
            throw;
        }

        report();
    }

    public void Dispose() => _run.Dispose();
}
