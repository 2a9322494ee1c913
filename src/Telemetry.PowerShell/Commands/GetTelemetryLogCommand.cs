using System.Management.Automation;
using Telemetry.Logging;

namespace Telemetry.Commands;

/// <summary>Lists the logs that are running, with their lines that were written, wait and were dropped.</summary>
[Cmdlet(VerbsCommon.Get, "TelemetryLog")]
[OutputType(typeof(ScriptLogInfo))]
public sealed class GetTelemetryLogCommand : PSCmdlet
{
    /// <summary>The names to list. Wildcards are allowed; one that matches nothing is not an error.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(LogNameCompleter))]
    public string[]? Name { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (TelemetryLog log in LogSearch.Find(this, Name))
        {
            WriteObject(new ScriptLogInfo(log));
        }
    }
}
