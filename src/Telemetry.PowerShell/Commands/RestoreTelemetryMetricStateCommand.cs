using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Adds the numbers that an earlier process saved to those of the metrics, which go on from there.</summary>
[Cmdlet(VerbsData.Restore, "TelemetryMetricState", SupportsShouldProcess = true)]
public sealed class RestoreTelemetryMetricStateCommand : PSCmdlet
{
    /// <summary>The file. If there is none, as before the first save, nothing is added.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public string Path { get; set; } = string.Empty;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        try
        {
            string file = MetricPath.Resolve(this, Path);
            if (ShouldProcess(file, "Restore the numbers of metrics"))
            {
                MetricPath.Use(file, Restore);
            }
        }
        catch (InvalidMetricException e)
        {
            ThrowTerminatingError(MetricErrors.Of(e));
        }
    }

    private void Restore(string file)
    {
        foreach (string warning in ModuleMetrics.Registry.RestoreState(file))
        {
            WriteWarning(PlainText.Of(warning));
        }
    }
}
