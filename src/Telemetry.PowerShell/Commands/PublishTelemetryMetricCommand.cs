using System.Management.Automation;
using Telemetry.Metrics;

namespace Telemetry.Commands;

/// <summary>Publishes metrics as instruments of the platform and, if asked, spans as its activities.</summary>
[Cmdlet(VerbsData.Publish, "TelemetryMetric", SupportsShouldProcess = true)]
[OutputType(typeof(ScriptPublicationInfo))]
public sealed class PublishTelemetryMetricCommand : PSCmdlet
{
    private readonly List<string> _names = [];

    /// <summary>The names of the metrics to publish, with the wildcards <c>*</c> and <c>?</c>. By default, all metrics are
    /// published.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MetricNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>The group of the metrics to publish. By default, metrics of all groups are published.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(MetricGroupCompleter))]
    public string? Group { get; set; }

    /// <summary>The names of the spans to publish as activities, with the wildcards <c>*</c> and <c>?</c>. By default, none
    /// are.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SpanNameCompleter))]
    public string[]? Span { get; set; }

    /// <summary>Writes the publication: the selection and the names of the instruments.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => BridgeSupport.Require(this);

    /// <inheritdoc/>
    protected override void ProcessRecord() => _names.AddRange(Name ?? []);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        // An empty pipe selects nothing.
        if ((MyInvocation.ExpectingInput && _names.Count == 0) || !ShouldProcess("Meter 'Telemetry'", "Publish metrics"))
        {
            return;
        }

        try
        {
            Publish(new PublicationRequest { Metrics = _names, Group = Group, Spans = Span ?? [] });
        }
        catch (MetricException e)
        {
            ThrowTerminatingError(MetricErrors.Of(e));
        }
        catch (FormatException e)
        {
            ThrowTerminatingError(TelemetryErrors.InvalidEventName(string.Join(", ", Span ?? []), e));
        }
        catch (InvalidOperationException e)
        {
            ThrowTerminatingError(BridgeErrors.AlreadyPublished(e));
        }
    }

    private void Publish(PublicationRequest request)
    {
        Publication publication = ModulePublication.Begin(request);
        if (PassThru)
        {
            WriteObject(new ScriptPublicationInfo(publication));
        }
    }
}
