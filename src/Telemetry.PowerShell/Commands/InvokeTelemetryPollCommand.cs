using System.Management.Automation;
using Telemetry.Polling;

namespace Telemetry.Commands;

/// <summary>Runs polls now, and waits for them.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "TelemetryPoll")]
[OutputType(typeof(ScriptPollRun))]
public sealed class InvokeTelemetryPollCommand : PSCmdlet
{
    private readonly PollRuns _runs = new();

    /// <summary>The names of the polls. Wildcards are allowed; one that matches nothing is not an error.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(PollNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (Poll poll in PollSearch.Find(this, Name))
        {
            _runs.Begin(poll);
        }
    }

    /// <inheritdoc/>
    // After all runs were requested, so that they run together, and not one after another.
    protected override void EndProcessing()
    {
        foreach ((ScriptPollRun run, ErrorRecord? error) in _runs.Await())
        {
            WriteObject(run);
            if (error is not null)
            {
                WriteError(error);
            }
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _runs.Cancel();
}
