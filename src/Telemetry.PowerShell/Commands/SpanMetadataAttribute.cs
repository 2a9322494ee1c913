using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Makes a dictionary of metadata that is given as an object, so that the parameter can be a dictionary: by that, the
/// engine tells it from the block, whichever comes first.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SpanMetadataAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        EventPayload.ToDictionary(inputData)!;
}
