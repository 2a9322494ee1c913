using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Writes a record to its stream, for an event that was emitted without a cmdlet. Not exported: called by its
/// command object, which works in every language mode and without the cmdlets of the Utility module.</summary>
[Cmdlet(VerbsCommunications.Write, "TelemetryRecord")]
internal sealed class WriteRecordCommand : PSCmdlet
{
    internal static CmdletInfo Info { get; } = new("Write-TelemetryRecord", typeof(WriteRecordCommand));

    [Parameter(Mandatory = true, Position = 0)]
    public object Record { get; set; } = null!;

    protected override void ProcessRecord() =>
        StreamRecord.Write(Record is PSObject wrapper ? wrapper.BaseObject : Record, this);
}
