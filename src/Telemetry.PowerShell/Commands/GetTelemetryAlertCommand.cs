using System.Management.Automation;
using Telemetry.Alerts;

namespace Telemetry.Commands;

/// <summary>Lists the alerts, or their series, with their states.</summary>
[Cmdlet(VerbsCommon.Get, "TelemetryAlert")]
[OutputType(typeof(ScriptAlertInfo), typeof(ScriptAlertSeries))]
public sealed class GetTelemetryAlertCommand : PSCmdlet
{
    /// <summary>The names to list. Wildcards are allowed; one that matches nothing is not an error.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(AlertNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Writes an object for each series, those that are raised first, instead of one for each alert.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (Alert alert in AlertSearch.Find(this, Name))
        {
            if (!Detailed)
            {
                WriteObject(new ScriptAlertInfo(alert));
                continue;
            }

            foreach (AlertSeriesStatus series in alert.ListSeries())
            {
                WriteObject(new ScriptAlertSeries(alert.Name, series));
            }
        }
    }
}
