using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Converts text to the value of a switch: a CSV file has its flags as text. Blank text is false.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FlagAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapper ? wrapper.BaseObject : inputData) is not string text ? inputData
            : text.Trim().ToUpperInvariant() switch
            {
                "TRUE" or "YES" or "1" => true,
                "FALSE" or "NO" or "0" or "" => false,
                _ => throw new ArgumentTransformationMetadataException($"'{text}' is neither true nor false."),
            };
}
