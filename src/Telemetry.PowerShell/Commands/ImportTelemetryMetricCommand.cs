using System.Management.Automation;
using Telemetry.Metrics;

namespace Telemetry.Commands;

/// <summary>Registers the metrics that a data file defines: all of them or, if anything is wrong, none.</summary>
[Cmdlet(VerbsData.Import, "TelemetryMetric", SupportsShouldProcess = true)]
[OutputType(typeof(ScriptMetricInfo))]
public sealed class ImportTelemetryMetricCommand : PSCmdlet
{
    /// <summary>The files, with the extension <c>.psd1</c> or <c>.json</c>. They are read as data: nothing in them is run.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    public string[] Path { get; set; } = [];

    /// <summary>Replaces the metrics that have the names. The new ones begin at 0.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes the registered metrics, as Get-TelemetryMetric does.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string path in Path)
        {
            if (Read(path) is { } content && ShouldProcess(path, $"Register {content.Metrics.Count} metrics"))
            {
                Add(content.Metrics);
            }
        }
    }

    private MetricFileContent? Read(string path)
    {
        try
        {
            return MetricDataFile.Read(MetricPath.Resolve(this, path));
        }
        catch (InvalidMetricException e)
        {
            MetricErrors.Report(this, MetricErrors.Of(e));
        }
        catch (MetricException e)
        {
            MetricErrors.Report(this, MetricErrors.Of(e));
        }

        return null;
    }

    private void Add(IReadOnlyList<MetricDefinition> definitions)
    {
        try
        {
            IReadOnlyList<Metric> metrics = ModuleMetrics.Add(definitions, Force, blocks: []);
            foreach (Metric metric in metrics)
            {
                MetricWarnings.WriteStateWarning(this, metric);
            }

            if (PassThru)
            {
                WriteObject(metrics.Select(metric => new ScriptMetricInfo(metric)), enumerateCollection: true);
            }
        }
        catch (MetricException e)
        {
            MetricErrors.Report(this, MetricErrors.Refused(e));
        }
    }
}
