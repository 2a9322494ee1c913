using System.Management.Automation;
using System.Reflection;
using Microsoft.PowerShell.Commands;

namespace Telemetry.Commands;

/// <summary>Runs a text for each item in parallel, by ForEach-Object, inside a cmdlet: in the scope of its caller, from which
/// <c>$using:</c> takes its values.</summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="text">The text.</param>
/// <param name="throttleLimit">The number of items that run at the same time.</param>
internal sealed class ParallelPipeline(PSCmdlet cmdlet, string text, int throttleLimit) : IDisposable
{
    private static readonly CmdletInfo s_forEach = new("ForEach-Object", typeof(ForEachObjectCommand));

    // Tells an error that was written from one that is output.
    private static readonly PropertyInfo? s_stream = typeof(PSObject).GetProperty(
        "WriteStream", BindingFlags.Instance | BindingFlags.NonPublic);

    private SteppablePipeline? _steps;
    private bool? _hadErrors;

    /// <summary>Whether the engine can run blocks in parallel; Windows PowerShell cannot.</summary>
    internal static bool IsSupported { get; } = typeof(ForEachObjectCommand).GetProperty("Parallel") is not null;

    internal void Begin() => Step(() =>
    {
        KeyValuePair<string, object>[] parameters = [new("ThrottleLimit", throttleLimit), new("Parallel", ScriptBlock.Create(text))];
        _steps = BlockCommand.Of(s_forEach, parameters, PassItemCommand.Info, (Action<PSObject?>)Receive, cmdlet.MyInvocation);
        if (cmdlet.MyInvocation.ExpectingInput)
        {
            _steps.Begin(cmdlet);
        }
        else
        {
            _steps.Begin(expectInput: true, (EngineIntrinsics)cmdlet.GetVariableValue("ExecutionContext"));
        }
    });

    internal void Process(ParallelItem item) => Step(() => _steps!.Process(item));

    internal void End() => Step(() => _steps!.End());

    /// <summary>Ends the pipeline, and the workers that still run.</summary>
    public void Dispose()
    {
        _steps?.Dispose();
        if (_hadErrors is { } hadErrors)
        {
            cmdlet.InvokeCommand.HasErrors = hadErrors;
        }
    }

    private void Receive(PSObject? output)
    {
        switch (output?.BaseObject)
        {
            case FailedItem { IsOfWorker: true } failed:
                cmdlet.ThrowTerminatingError(ParallelErrors.WorkerFailed(failed.Error));
                break;
            case FailedItem failed:
                cmdlet.WriteError(ParallelErrors.ItemFailed(failed.Item, failed.Error));
                break;
            case ErrorRecord error when s_stream is null || s_stream.GetValue(output)?.ToString() == "Error":
                cmdlet.WriteError(
                    error.InvocationInfo is { } place && ParallelText.IsOwnPlace(place) ? error : ParallelErrors.KeepPlace(error));
                break;
            default:
                cmdlet.WriteObject(output);
                break;
        }
    }

    // For a nested pipeline, a downstream command that has enough input is an error, and '$?' would report one.
    private void Step(Action step)
    {
        bool hadErrors = cmdlet.InvokeCommand.HasErrors;
        try
        {
            step();
        }
        catch (Exception e) when (e is FlowControlException or PipelineStoppedException)
        {
            _hadErrors = hadErrors;
            throw;
        }
    }
}
