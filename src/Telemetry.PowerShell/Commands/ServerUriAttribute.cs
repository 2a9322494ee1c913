using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Converts text to a URI, and text that is no URI to a relative one, which the cmdlet refuses: the engine's own error would
/// show a password in it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ServerUriAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        if ((inputData is PSObject wrapper ? wrapper.BaseObject : inputData) is not string text)
        {
            return inputData;
        }

        return Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out Uri? uri)
            ? uri
            : new Uri("…" + text.Substring(text.LastIndexOf('@') + 1), UriKind.Relative);
    }
}
