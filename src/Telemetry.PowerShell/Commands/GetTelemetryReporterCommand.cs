using System.Management.Automation;
using Telemetry.Reporters;

namespace Telemetry.Commands;

/// <summary>Lists the reporters that are running, with what they reported and what they could not.</summary>
[Cmdlet(VerbsCommon.Get, "TelemetryReporter")]
[OutputType(typeof(ScriptReporterInfo))]
public sealed class GetTelemetryReporterCommand : PSCmdlet
{
    /// <summary>The names to list. Wildcards are allowed; one that matches nothing is not an error.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ReporterNameCompleter))]
    public string[]? Name { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (Reporter reporter in ReporterSearch.Find(this, Name))
        {
            WriteObject(new ScriptReporterInfo(reporter));
        }
    }
}
