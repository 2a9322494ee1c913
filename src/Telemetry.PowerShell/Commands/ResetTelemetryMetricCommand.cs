using System.Management.Automation;
using Telemetry.Metrics;

namespace Telemetry.Commands;

/// <summary>Sets metrics back to the beginning: without series, values and problems.</summary>
[Cmdlet(VerbsCommon.Reset, "TelemetryMetric", SupportsShouldProcess = true)]
public sealed class ResetTelemetryMetricCommand : PSCmdlet
{
    /// <summary>The names of the metrics. Wildcards are allowed; one that matches nothing is not an error.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MetricNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (Metric metric in MetricSearch.Find(this, Name))
        {
            if (ShouldProcess($"Metric '{metric.Definition.Name}'", "Reset"))
            {
                metric.Reset();
            }
        }
    }
}
