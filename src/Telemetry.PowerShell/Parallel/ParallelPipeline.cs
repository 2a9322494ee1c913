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

    private ReceivedPipeline? _run;

    /// <summary>Whether the engine can run blocks in parallel; Windows PowerShell cannot.</summary>
    internal static bool IsSupported { get; } = typeof(ForEachObjectCommand).GetProperty("Parallel") is not null;

    internal void Begin()
    {
        KeyValuePair<string, object>[] parameters = [new("ThrottleLimit", throttleLimit), new("Parallel", ScriptBlock.Create(text))];
        _run = new ReceivedPipeline(cmdlet, s_forEach, parameters, Receive);
        _run.Begin();
    }

    internal void Process(ParallelItem item) => _run!.Process(item);

    internal void End() => _run!.End();

    /// <summary>Ends the pipeline, and the workers that still run.</summary>
    public void Dispose() => _run?.Dispose();

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
}
