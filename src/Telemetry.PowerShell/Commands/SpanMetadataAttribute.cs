using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Converts metadata that is given as an object to a dictionary. The parameter can then be a dictionary, which the
/// engine distinguishes from the block, whichever comes first.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SpanMetadataAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        EventPayload.ToDictionary(inputData)!;
}
