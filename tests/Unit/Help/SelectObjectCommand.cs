using System.Collections;
using System.Management.Automation;

namespace Telemetry.Tests.Help;

/// <summary>As much of Select-Object as examples use. No script can stop the commands before it, as -First does.</summary>
[Cmdlet(VerbsCommon.Select, "Object")]
public sealed class SelectObjectCommand : PSCmdlet
{
    private int _count;

    [Parameter(Position = 0)]
    public object[]? Property { get; set; }

    [Parameter]
    public int First { get; set; } = int.MaxValue;

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    protected override void ProcessRecord()
    {
        WriteObject(Property is null ? InputObject : Selected());
        if (++_count == First)
        {
            Type stop = typeof(PSObject).Assembly.GetType("System.Management.Automation.StopUpstreamCommandsException")!;
            throw (Exception)Activator.CreateInstance(
                stop,
                System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Public,
                null,
                [this],
                null)!;
        }
    }

    private PSObject Selected()
    {
        var selected = new PSObject();
        foreach (object property in Property!)
        {
            object plain = property is PSObject wrapper ? wrapper.BaseObject : property;
            selected.Properties.Add(plain is Hashtable calculated
                ? new PSNoteProperty((string)calculated["Name"]!, Calculate((ScriptBlock)calculated["Expression"]!))
                : new PSNoteProperty($"{plain}", InputObject!.Properties[$"{plain}"].Value));
        }

        return selected;
    }

    private object? Calculate(ScriptBlock expression) =>
        expression.InvokeWithContext([], [new PSVariable("_", InputObject)]).Single().BaseObject;
}
