using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Writes the values of metrics to a file, once.</summary>
[Cmdlet(VerbsData.Export, "TelemetryMetricValue", SupportsShouldProcess = true)]
public sealed class ExportTelemetryMetricValueCommand : PSCmdlet
{
    private readonly List<string> _names = [];

    /// <summary>The file. One that exists is replaced, in one step.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public string Path { get; set; } = string.Empty;

    /// <summary>The format.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    public MetricValueFormat Format { get; set; }

    /// <summary>The names of the metrics. Wildcards are allowed. By default, all metrics are written.</summary>
    [Parameter(Position = 2, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MetricNameCompleter))]
    public string[]? Name { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _names.AddRange(Name ?? ["*"]);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        try
        {
            string file = MetricPath.Resolve(this, Path);
            if (ShouldProcess(file, "Export the values of metrics"))
            {
                MetricOutput.Write(file, MetricSnapshots.Collect(this, [.. _names]), Format);
            }
        }
        catch (InvalidMetricException e)
        {
            ThrowTerminatingError(MetricErrors.Of(e));
        }
    }
}
