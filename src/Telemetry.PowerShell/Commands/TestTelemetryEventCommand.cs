using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Tests whether an event has handlers.</summary>
[Cmdlet(VerbsDiagnostic.Test, "TelemetryEvent")]
[OutputType(typeof(bool))]
public sealed class TestTelemetryEventCommand : PSCmdlet
{
    /// <summary>The names of the events. A result is written for each.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(EventNameCompleter))]
    public string[] EventName { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string name in EventName)
        {
            if (Telemetry.EventName.TryParse(name, out EventName? parsed))
            {
                WriteObject(TelemetryDispatcher.Default.HasHandlers(parsed));
            }
            else
            {
                WriteError(EventNameErrors.For(name));
            }
        }
    }
}
