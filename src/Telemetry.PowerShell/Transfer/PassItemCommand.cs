using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Passes each object of the pipeline to a callback. Not exported: called by its command object.</summary>
[Cmdlet(VerbsCommunications.Receive, "Item")]
internal sealed class PassItemCommand : PSCmdlet
{
    internal static CmdletInfo Info { get; } = new("Receive-Item", typeof(PassItemCommand));

    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    [Parameter(Mandatory = true, Position = 0)]
    public Action<PSObject?> Callback { get; set; } = null!;

    protected override void ProcessRecord() => Callback(InputObject);
}
