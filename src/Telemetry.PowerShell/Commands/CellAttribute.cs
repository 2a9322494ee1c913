using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Reads the cell of a table, such as a CSV file: blank text is the default, and a text with commas is a list where the
/// parameter takes several.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class CellAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether the parameter takes several values.</summary>
    public bool IsList { get; set; }

    /// <summary>The value for null and for blank text.</summary>
    public object? Default { get; set; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapper ? wrapper.BaseObject : inputData) switch
        {
            null => Default,
            string text when string.IsNullOrWhiteSpace(text) => Default,
            string text when IsList && text.IndexOf(',') >= 0 => TextList.Split(text).ToArray(),
            _ => inputData,
        };
}
