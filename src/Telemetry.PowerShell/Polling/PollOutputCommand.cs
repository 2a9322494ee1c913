using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Emits the output of a poll as events. Not exported: called by its command object.</summary>
[Cmdlet(VerbsCommunications.Send, "PollOutput")]
internal sealed class PollOutputCommand : PSCmdlet
{
    private readonly EmitterStop _stop = new();

    internal static CmdletInfo Info { get; } = new("Send-PollOutput", typeof(PollOutputCommand));

    [Parameter(Mandatory = true, Position = 0)]
    public object Output { get; set; } = null!;

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    private PollOutput Receiver => (PollOutput)(Output is PSObject wrapper ? wrapper.BaseObject : Output);

    protected override void ProcessRecord()
    {
        if (MyInvocation.ExpectingInput)
        {
            using (Emitter.Enter(this, _stop))
            {
                Receiver.Add(InputObject);
            }
        }
    }

    protected override void EndProcessing() => Receiver.Complete();

    protected override void StopProcessing() => _stop.Request();
}
