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
        if ((inputData is PSObject wrapper ? wrapper.BaseObject : inputData) is not string text)
        {
            return inputData;
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
