using System.Globalization;
using System.Management.Automation;
using System.Security;

namespace Telemetry.Commands;

/// <summary>Converts text to a secure string, so that a parameter accepts a secret from either.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TokenAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject wrapper ? wrapper.BaseObject : inputData;
        if (value is SecureString)
        {
            return value;
        }

        string text = Convert.ToString(value, CultureInfo.InvariantCulture)?.TrimEnd('\r', '\n') ?? string.Empty;
        if (text.Length == 0 || value is Array)
        {
            throw new ArgumentTransformationMetadataException(
                $"The token is {(value is Array ? "a list" : "empty")}. Give one line of text or a secure string, or leave the parameter"
                + " out.");
        }

        var secret = new SecureString();
        foreach (char c in text)
        {
            secret.AppendChar(c);
        }

        secret.MakeReadOnly();
        return secret;
    }
}
