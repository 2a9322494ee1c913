using System.Management.Automation;
using Telemetry.Diagnostics;

namespace Telemetry.Commands;

/// <summary>Enables sources of the platform: what they report becomes events.</summary>
[Cmdlet(VerbsLifecycle.Enable, "TelemetrySource", SupportsShouldProcess = true)]
[OutputType(typeof(ScriptSourceInfo))]
public sealed class EnableTelemetrySourceCommand : PSCmdlet
{
    private bool _reads;

    /// <summary>The names of the sources, without regard to case.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SourceNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>The kind of the sources: <c>Activity</c>, <c>Meter</c> or <c>DiagnosticListener</c>. By default, the kind that is known
    /// of a source, or by which it exists.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SourceKindCompleter))]
    public string? Via { get; set; }

    /// <summary>The segments that precede the names of the events.</summary>
    [Parameter]
    public string? Prefix { get; set; }

    /// <summary>The tags that become metadata, with the wildcards <c>*</c> and <c>?</c>. By default, all that hold no
    /// secret.</summary>
    [Parameter]
    public string[]? Tag { get; set; }

    /// <summary>The time between two readings of observable instruments: a TimeSpan, a number of seconds, or text such as
    /// <c>10s</c>.</summary>
    [Parameter]
    [Duration]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Enables a source that is not known and does not exist yet. Its events begin once it appears.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes the sources, as Get-TelemetrySource does.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        BridgeSupport.Require(this);
        _reads = MyInvocation.BoundParameters.ContainsKey(nameof(Interval));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Via is not null && SourceKinds.Find(Via) is null)
        {
            MetricErrors.Report(this, SourceErrors.UnknownKind(Via));
            return;
        }

        foreach (string name in Name)
        {
            Enable(name);
        }
    }

    private void Enable(string name)
    {
        if (!ShouldProcess(Via is null ? $"Source '{name}'" : $"Source '{name}' by {Via}", "Enable"))
        {
            return;
        }

        try
        {
            EnabledSource enabled = ModuleSources.Enable(new SourceRequest(name)
            {
                Via = Via,
                Prefix = Prefix,
                Tags = Tag,
                Interval = _reads ? Interval : null,
                AwaitsSource = Force,
            });
            if (!enabled.IsNew)
            {
                WriteVerbose($"The source '{enabled.Source}' is enabled already.");
            }

            if (PassThru)
            {
                WriteObject(ScriptSourceInfo.Of(enabled.Source));
            }
        }
        catch (SourceException e)
        {
            MetricErrors.Report(this, SourceErrors.Of(e, () => SourceSearch.NamesOf(Via)));
        }
    }
}
