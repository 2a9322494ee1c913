using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Drops the output of an action, also what a redirection merged into it. Not exported: called by its command object.</summary>
[Cmdlet(VerbsData.Out, "NothingReceived")]
internal sealed class DropReceivedCommand : PSCmdlet
{
    internal static CmdletInfo Info { get; } = new("Out-NothingReceived", typeof(DropReceivedCommand));

    [Parameter(Position = 0)]
    public object? Receiver { get; set; }

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }
}
