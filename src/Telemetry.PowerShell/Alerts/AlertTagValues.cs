using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Reads the tag values of a series from a table of a script.</summary>
internal static class AlertTagValues
{
    internal static IReadOnlyDictionary<string, string> Of(IDictionary table)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry entry in table)
        {
            object? value = entry.Value is PSObject wrapper ? wrapper.BaseObject : entry.Value;
            values[$"{entry.Key}"] = value is bool flag
                ? flag ? "true" : "false"
                : Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty;
        }

        return values;
    }
}
