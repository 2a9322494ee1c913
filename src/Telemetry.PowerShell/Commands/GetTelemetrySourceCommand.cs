using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Lists the sources of the platform: those that are known, those that exist in the process, and those that are
/// enabled.</summary>
[Cmdlet(VerbsCommon.Get, "TelemetrySource")]
[OutputType(typeof(ScriptSourceInfo))]
public sealed class GetTelemetrySourceCommand : PSCmdlet
{
    /// <summary>The names to list. Wildcards are allowed; one that matches nothing is not an error.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SourceNameCompleter))]
    public string[]? Name { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => BridgeSupport.Require(this);

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteObject(SourceSearch.Find(this, Name), enumerateCollection: true);
}
