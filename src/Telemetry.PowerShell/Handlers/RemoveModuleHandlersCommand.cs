using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Detaches the handlers of a module. Not exported: called by its command object when the module is
/// removed.</summary>
[Cmdlet(VerbsCommon.Remove, "ModuleHandlers")]
internal sealed class RemoveModuleHandlersCommand : PSCmdlet
{
    internal static CmdletInfo Info { get; } = new("Remove-ModuleHandlers", typeof(RemoveModuleHandlersCommand));

    [Parameter(Mandatory = true, Position = 0)]
    public object Handlers { get; set; } = null!;

    protected override void ProcessRecord() =>
        ((ModuleHandlers)(Handlers is PSObject wrapper ? wrapper.BaseObject : Handlers)).DetachAll();
}
