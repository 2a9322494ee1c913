using System.Management.Automation;
using Telemetry.Polling;

namespace Telemetry.Commands;

/// <summary>Lists the polls, with their runs and failures.</summary>
[Cmdlet(VerbsCommon.Get, "TelemetryPoll")]
[OutputType(typeof(ScriptPollInfo))]
public sealed class GetTelemetryPollCommand : PSCmdlet
{
    /// <summary>The names to list. Wildcards are allowed; one that matches nothing is not an error.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(PollNameCompleter))]
    public string[]? Name { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (Poll poll in PollSearch.Find(this, Name))
        {
            WriteObject(new ScriptPollInfo(poll));
        }
    }
}
