using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Refuses the name of a function, or a function, where a script block is expected.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class BlockArgumentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapper ? wrapper.BaseObject : inputData) switch
        {
            string { Length: > 0 } name => throw Refused($"'{name}' is text", name),
            CommandInfo command => throw Refused($"'{command.Name}' is a command", command.Name),
            _ => inputData,
        };

    private static ArgumentTransformationMetadataException Refused(string what, string name) => new(
        $"{what}, and a script block is needed. The block of a function is ${{function:{name.Split(':').Last()}}}; otherwise, put "
        + "statements in braces.");
}
