using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Reads the entries of a table that a script passes.</summary>
internal static class TableEntries
{
    /// <summary>Returns the entries, with keys as text and values without the engine's wrappers: in the order of the table or, for
    /// one that has none, by key.</summary>
    internal static IReadOnlyList<KeyValuePair<string, object?>> Of(IDictionary table)
    {
        var entries = new List<KeyValuePair<string, object?>>();
        IDictionaryEnumerator walk = table.GetEnumerator();
        while (walk.MoveNext())
        {
            string key = Convert.ToString(Unwrap(walk.Key), CultureInfo.InvariantCulture) ?? string.Empty;
            entries.Add(new(key, Unwrap(walk.Value)));
        }

        return table is Hashtable and not ScriptFields
            ? [.. entries.OrderBy(entry => entry.Key, StringComparer.OrdinalIgnoreCase)]
            : entries;
    }

    /// <summary>Returns the items of a list, or the value alone.</summary>
    internal static IReadOnlyList<object?> Items(object? value) => value is IEnumerable list and not string and not IDictionary
        ? [.. list.Cast<object?>().Select(Unwrap)]
        : [value];

    internal static object? Unwrap(object? value) =>
        value is PSObject { BaseObject: not PSCustomObject } wrapper ? wrapper.BaseObject : value;
}
