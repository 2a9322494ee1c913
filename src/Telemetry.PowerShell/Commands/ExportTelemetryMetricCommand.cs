using System.Management.Automation;
using Telemetry.Metrics;

namespace Telemetry.Commands;

/// <summary>Writes the definitions of metrics to a data file, which Import-TelemetryMetric reads.</summary>
[Cmdlet(VerbsData.Export, "TelemetryMetric", SupportsShouldProcess = true)]
public sealed class ExportTelemetryMetricCommand : PSCmdlet
{
    private readonly List<Metric> _metrics = [];

    /// <summary>The file. Its extension decides the format: <c>.psd1</c> or <c>.json</c>. A file that exists is replaced.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public string Path { get; set; } = string.Empty;

    /// <summary>The names of the metrics to write. Wildcards are allowed. By default, all metrics are written.</summary>
    [Parameter(Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MetricNameCompleter))]
    public string[]? Name { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _metrics.AddRange(MetricSearch.Find(this, Name));

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        try
        {
            string file = MetricPath.Resolve(this, Path);
            if (ShouldProcess(file, "Export the definitions of metrics"))
            {
                MetricFile.Write(file, _metrics.Distinct().Select(metric => metric.Definition));
            }
        }
        catch (InvalidMetricException e)
        {
            ThrowTerminatingError(MetricErrors.Of(e));
        }
        catch (MetricException e)
        {
            ThrowTerminatingError(MetricErrors.Of(e));
        }
    }
}
