using System.Collections.Specialized;
using System.Management.Automation;
using System.Net;
using System.Security;

namespace Telemetry.Commands;

/// <summary>Converts objects of PowerShell to ones that a log can write.</summary>
internal static class LogObjects
{
    private const string Redacted = "(redacted)";

    internal static object? Convert(object value) => value switch
    {
        ErrorRecord error => MembersOf(error),
        PSObject { BaseObject: PSCustomObject } custom => MembersOf(custom),
        PSObject wrapper => Convert(wrapper.BaseObject),
        SecureString or PSCredential or NetworkCredential => Redacted,
        _ => value,
    };

    private static OrderedDictionary MembersOf(ErrorRecord error) => new()
    {
        ["type"] = (error.Exception?.GetType() ?? error.GetType()).ToString(),
        ["message"] = error.ToString(),
        ["id"] = error.FullyQualifiedErrorId,
        ["stack"] = error.ScriptStackTrace,
    };

    // The others run a script.
    private static OrderedDictionary MembersOf(PSObject custom)
    {
        var members = new OrderedDictionary(StringComparer.OrdinalIgnoreCase);
        foreach (PSPropertyInfo property in custom.Properties)
        {
            if (property is PSNoteProperty)
            {
                members[property.Name] = property.Value;
            }
        }

        return members;
    }
}
