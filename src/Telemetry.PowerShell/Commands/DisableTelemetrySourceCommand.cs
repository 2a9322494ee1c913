using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Disables sources of the platform, by name or by wildcard: what they report becomes no event any more.</summary>
// In the default parameter set are the objects, or the engine would bind them by their names.
[Cmdlet(VerbsLifecycle.Disable, "TelemetrySource", SupportsShouldProcess = true, DefaultParameterSetName = ObjectSet)]
public sealed class DisableTelemetrySourceCommand : PSCmdlet
{
    private const string NameSet = "Name";
    private const string ObjectSet = "InputObject";

    /// <summary>The names of the sources, which are disabled by all kinds. Wildcards are allowed; one that matches nothing is not an
    /// error.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ParameterSetName = NameSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EnabledSourceNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>The sources, as Get-TelemetrySource writes them. One that is not enabled is passed over.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ObjectSet, ValueFromPipeline = true)]
    public ScriptSourceInfo[] InputObject { get; set; } = [];

    /// <inheritdoc/>
    protected override void BeginProcessing() => BridgeSupport.Require(this);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (ScriptSourceInfo source in ParameterSetName == ObjectSet ? InputObject : SourceSearch.FindEnabled(this, Name))
        {
            if (source.IsEnabled && ShouldProcess($"Source '{source.Name}' by {source.Via}", "Disable"))
            {
                ModuleSources.Disable(source.Source!);
            }
        }
    }
}
