using System.Collections;
using System.Collections.Specialized;
using System.Globalization;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Reads the entries of a table that a script passes, and creates tables to show.</summary>
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

    /// <summary>Creates a table of keys and values, or lists of values. A key that comes again replaces the earlier one.</summary>
    internal static OrderedDictionary TableOf(IEnumerable<KeyValuePair<string, IReadOnlyList<MetadataValue>>> entries)
    {
        var table = new OrderedDictionary(StringComparer.OrdinalIgnoreCase);
        foreach (KeyValuePair<string, IReadOnlyList<MetadataValue>> entry in entries)
        {
            object?[] values = [.. entry.Value.Select(value => value.ToObject())];
            table[entry.Key] = values.Length == 1 ? values[0] : values;
        }

        return table;
    }

    /// <summary>Returns the items of a list, or the value alone.</summary>
    internal static IReadOnlyList<object?> Items(object? value) => value is IEnumerable list and not string and not IDictionary
        ? [.. list.Cast<object?>().Select(Unwrap)]
        : [value];

    internal static object? Unwrap(object? value) =>
        value is PSObject { BaseObject: not PSCustomObject } wrapper ? wrapper.BaseObject : value;
}
