using System.Collections;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Drops the output of a block, or adds it to a list, and passes on the records that a redirection such as <c>2&gt;&amp;1</c> has
/// merged into it from other streams. Not exported: called by its command object.</summary>
[Cmdlet(VerbsData.Out, "Nothing")]
internal sealed class DropOutputCommand : PSCmdlet
{
    internal static CmdletInfo Info { get; } = new("Out-Nothing", typeof(DropOutputCommand));

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter]
    public ArrayList? KeptOutput { get; set; }

    protected override void ProcessRecord()
    {
        if (InputObject?.BaseObject is ErrorRecord or InformationalRecord or InformationRecord)
        {
            WriteObject(InputObject);
        }
        else
        {
            KeptOutput?.Add(InputObject);
        }
    }
}
