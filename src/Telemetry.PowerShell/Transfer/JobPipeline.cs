using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Receives jobs inside a cmdlet until they have ended: their output as it comes, and their errors and other messages, which are
/// shown as Receive-Job shows them.</summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="jobs">The jobs.</param>
/// <param name="removes">Whether the jobs are deleted when they have ended.</param>
/// <param name="receive">Called with each object of the output, on the thread of the cmdlet.</param>
internal sealed class JobPipeline(PSCmdlet cmdlet, Job[] jobs, bool removes, Action<PSObject?> receive) : IDisposable
{
    private const string Text = "param($Job, $Parameters, $Receive, $Callback) Receive-Job -Job $Job @Parameters | & $Receive $Callback";

    private SteppablePipeline? _steps;

    internal void Run()
    {
        var parameters = new System.Collections.Hashtable { ["Wait"] = true };
        if (removes)
        {
            parameters["AutoRemoveJob"] = true;
        }

        ScriptBlock block = ScriptBlock.Create(Text);
        _steps = BlockCommand.Of(block, jobs, parameters, PassItemCommand.Info, receive);
        _steps.Begin(cmdlet);
        _steps.Process();
        _steps.End();
    }

    /// <summary>Ends the pipeline.</summary>
    public void Dispose() => _steps?.Dispose();
}
