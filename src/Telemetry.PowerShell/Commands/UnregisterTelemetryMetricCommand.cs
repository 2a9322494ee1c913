using System.Management.Automation;
using Telemetry.Metrics;

namespace Telemetry.Commands;

/// <summary>Unregisters metrics, with their series, by name or by wildcard.</summary>
[Cmdlet(VerbsLifecycle.Unregister, "TelemetryMetric", SupportsShouldProcess = true)]
public sealed class UnregisterTelemetryMetricCommand : PSCmdlet
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
            if (ShouldProcess($"Metric '{metric.Definition.Name}'", "Unregister"))
            {
                ModuleMetrics.Remove(metric);
            }
        }
    }
}
