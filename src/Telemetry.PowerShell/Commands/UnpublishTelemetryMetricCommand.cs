using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Ends what Publish-TelemetryMetric published: its instruments and activities.</summary>
[Cmdlet(VerbsData.Unpublish, "TelemetryMetric", SupportsShouldProcess = true)]
public sealed class UnpublishTelemetryMetricCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        BridgeSupport.Require(this);
        if (ShouldProcess("Meter 'Telemetry'", "Unpublish metrics"))
        {
            ModulePublication.End();
        }
    }
}
