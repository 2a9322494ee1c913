using System.Management.Automation;
using Telemetry.Metrics;

namespace Telemetry.Commands;

/// <summary>Gets the values of metrics: an object for each series.</summary>
[Cmdlet(VerbsCommon.Get, "TelemetryMetricValue")]
[OutputType(typeof(ScriptMetricValue))]
public sealed class GetTelemetryMetricValueCommand : PSCmdlet
{
    private readonly List<string> _names = [];

    /// <summary>The names of the metrics. Wildcards are allowed; one that matches nothing is not an error.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MetricNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Earlier output of this cmdlet. The values are those of the time since then.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyCollection]
    public object[]? Since { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _names.AddRange(Name ?? ["*"]);

    /// <inheritdoc/>
    // At the end, so that the values of all metrics are of one moment.
    protected override void EndProcessing()
    {
        try
        {
            MetricSnapshot? earlier = MetricSnapshots.EarlierOf(Since);
            MetricSnapshot now = MetricSnapshots.Collect(this, [.. _names]);
            WriteObject(ScriptMetricValue.Of(earlier is null ? now : now.Since(earlier), now), enumerateCollection: true);
        }
        catch (InvalidMetricException e)
        {
            ThrowTerminatingError(MetricErrors.Of(e));
        }
    }
}
