using System.Management.Automation;
using Telemetry.Metrics;

namespace Telemetry.Commands;

/// <summary>Lists the metrics: their definitions, with the numbers of their series, of what they recorded and of
/// problems.</summary>
[Cmdlet(VerbsCommon.Get, "TelemetryMetric")]
[OutputType(typeof(ScriptMetricInfo))]
public sealed class GetTelemetryMetricCommand : PSCmdlet
{
    /// <summary>The names to list. Wildcards are allowed; one that matches nothing is not an error.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MetricNameCompleter))]
    public string[]? Name { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (Metric metric in MetricSearch.Find(this, Name))
        {
            WriteObject(new ScriptMetricInfo(metric));
        }
    }
}
