using System.Collections;
using System.Management.Automation;
using Telemetry.Alerts;

namespace Telemetry.Commands;

/// <summary>Sets alerts, or one of their series, back to cleared, without a notification.</summary>
[Cmdlet(VerbsCommon.Reset, "TelemetryAlert", SupportsShouldProcess = true)]
public sealed class ResetTelemetryAlertCommand : PSCmdlet
{
    /// <summary>The names of the alerts. Wildcards are allowed; one that matches nothing is not an error.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(AlertNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>The values of all tags of one series; by default, all series are reset.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Tags")]
    [ValidateNotNull]
    public Hashtable? Tag { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (Alert alert in AlertSearch.Find(this, Name))
        {
            string text = Tag is null or { Count: 0 } ? string.Empty : FieldText.Of(Tag);
            if (!ShouldProcess($"Alert '{alert.Name}'{(text.Length > 0 ? $" for {text}" : string.Empty)}", "Reset"))
            {
                continue;
            }

            if (Tag is null)
            {
                alert.Reset();
            }
            else if (!alert.Reset(AlertTagValues.Of(Tag)))
            {
                WriteError(AlertErrors.SeriesNotFound(alert.Name, Tag, text.Length > 0 ? text : "of none"));
            }
        }
    }
}
