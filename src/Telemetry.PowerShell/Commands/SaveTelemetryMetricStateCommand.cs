using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Saves the numbers of metrics to a file, from which a later process goes on.</summary>
[Cmdlet(VerbsData.Save, "TelemetryMetricState", SupportsShouldProcess = true)]
public sealed class SaveTelemetryMetricStateCommand : PSCmdlet
{
    /// <summary>The file. One that exists is replaced when the new one is whole.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public string Path { get; set; } = string.Empty;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        try
        {
            string file = MetricPath.Resolve(this, Path);
            if (ShouldProcess(file, "Save the numbers of metrics"))
            {
                MetricPath.Use(file, ModuleMetrics.Registry.SaveState);
            }
        }
        catch (InvalidMetricException e)
        {
            ThrowTerminatingError(MetricErrors.Of(e));
        }
    }
}
