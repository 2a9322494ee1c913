using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Runs a delegate. Not exported: called by its command object.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "Action")]
internal sealed class RunActionCommand : PSCmdlet
{
    internal static CmdletInfo Info { get; } = new("Invoke-Action", typeof(RunActionCommand));

    [Parameter(Mandatory = true, Position = 0)]
    public object Action { get; set; } = null!;

    protected override void ProcessRecord() =>
        ((Action<PSCmdlet?>)(Action is PSObject wrapper ? wrapper.BaseObject : Action))(this);
}
