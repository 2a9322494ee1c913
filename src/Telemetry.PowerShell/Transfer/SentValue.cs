using System.Collections;
using System.Collections.Specialized;
using System.Globalization;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Converts values of an event to values that the engine's serialization gives back in another process as they were.</summary>
internal static class SentValue
{
    // Of lists and dictionaries in one another, and of the items in each.
    private const int MaxDepth = 3;
    private const int MaxItems = 1000;
    private const int MaxLength = 100_000;

    /// <summary>Converts a value. Lists and dictionaries keep their first items; objects of other types become text.</summary>
    internal static object? Of(object? value) => Of(value, 0);

    private static object? Of(object? value, int depth) => value is PSObject { BaseObject: PSCustomObject } custom && depth < MaxDepth
        ? Properties(custom, depth)
        : OfBase(value is PSObject wrapper ? wrapper.BaseObject : value, depth);

    private static object? OfBase(object? value, int depth) => value switch
    {
        null => null,
        string text => Cut(text),
        Enum name => name.ToString(),
        bool or char or sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal
            or TimeSpan or DateTime or Guid or Uri or Version or byte[] => value,
        DateTimeOffset time => time.ToString("o", CultureInfo.InvariantCulture),
        IDictionary entries when depth < MaxDepth => Entries(entries, depth),
        IList items when depth < MaxDepth => Items(items, depth),
        { } other => Cut(Text(other)),
    };

    private static OrderedDictionary Entries(IDictionary entries, int depth)
    {
        var sent = new OrderedDictionary(StringComparer.OrdinalIgnoreCase);
        IDictionaryEnumerator walk = entries.GetEnumerator();
        while (sent.Count < MaxItems && walk.MoveNext())
        {
            sent[Text(walk.Key)] = Of(walk.Value, depth + 1);
        }

        return sent;
    }

    private static OrderedDictionary Properties(PSObject custom, int depth)
    {
        var sent = new OrderedDictionary(StringComparer.OrdinalIgnoreCase);
        foreach (PSPropertyInfo property in custom.Properties.Take(MaxItems))
        {
            sent[property.Name] = Of(Read(property), depth + 1);
        }

        return sent;
    }

    private static object?[] Items(IList items, int depth) =>
        [.. items.Cast<object?>().Take(MaxItems).Select(item => Of(item, depth + 1))];

    private static object? Read(PSPropertyInfo property)
    {
        try
        {
            return property.Value;
        }
        catch (GetValueException)
        {
            return null;
        }
    }

    // The text is code of the emitter's, which may fail.
    private static string Text(object value)
    {
        try
        {
            return Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty;
        }
        catch (Exception e) when (e is not PipelineStoppedException)
        {
            return value.GetType().ToString();
        }
    }

    private static string Cut(string text) => text.Length <= MaxLength ? text : text.Substring(0, MaxLength);
}
