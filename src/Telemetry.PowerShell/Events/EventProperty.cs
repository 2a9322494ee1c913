using System.Collections;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>A property of objects that becomes a value of an event, as a script gives it: by its name, by a name with wildcards, by a
/// script block, or by a table of a name and an expression, as for <c>Select-Object</c>. Immutable.</summary>
internal sealed class EventProperty
{
    private readonly WildcardPattern? _wildcard;

    private EventProperty(string key, string? source = null, ScriptBlock? block = null)
    {
        Key = key;
        Source = source ?? key;
        Block = block;
        _wildcard = block is null && source is null && WildcardPattern.ContainsWildcardCharacters(key)
            ? new WildcardPattern(key, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant)
            : null;
    }

    /// <summary>The key of the value in the event.</summary>
    internal string Key { get; }

    /// <summary>The name of the property that is read.</summary>
    internal string Source { get; }

    /// <summary>The script block that calculates the value; null if a property is read.</summary>
    internal ScriptBlock? Block { get; }

    internal bool HasWildcards => _wildcard is not null;

    /// <summary>Determines whether the wildcards match the name of a property.</summary>
    internal bool IsMatch(string name) => _wildcard!.IsMatch(name);

    /// <summary>Reads the arguments of a parameter.</summary>
    /// <param name="parameter">The name of the parameter.</param>
    /// <param name="values">The arguments.</param>
    /// <exception cref="InvalidPropertyException">An argument cannot be read.</exception>
    internal static EventProperty[] Read(string parameter, object?[]? values)
    {
        EventProperty[] properties = [.. (values ?? []).Select(value => Read(parameter, TableEntries.Unwrap(value)))];
        IGrouping<string, EventProperty>? repeated = properties
            .Where(property => !property.HasWildcards)
            .GroupBy(property => property.Key, StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(group => group.Skip(1).Any());
        return repeated is null ? properties : throw InvalidPropertyException.Repeated(parameter, repeated.Key);
    }

    private static EventProperty Read(string parameter, object? value) => value switch
    {
        string name when IsValid(name) => new EventProperty(name),
        ScriptBlock block when !string.IsNullOrWhiteSpace(block.ToString()) => new EventProperty(block.ToString().Trim(), block: block),
        IDictionary table => Calculated(parameter, table),
        _ => throw InvalidPropertyException.Argument(parameter, value),
    };

    private static EventProperty Calculated(string parameter, IDictionary table)
    {
        object? name = null, expression = null;
        foreach (KeyValuePair<string, object?> entry in TableEntries.Of(table))
        {
            if (IsShortFor(entry.Key, "Name") || IsShortFor(entry.Key, "Label"))
            {
                name = entry.Value;
            }
            else if (IsShortFor(entry.Key, "Expression"))
            {
                expression = entry.Value;
            }
            else
            {
                throw InvalidPropertyException.Entry(parameter, entry.Key);
            }
        }

        return (name ?? expression) is string key && !string.IsNullOrWhiteSpace(key)
            ? expression switch
            {
                ScriptBlock block => new EventProperty(key, block: block),
                string source when !string.IsNullOrWhiteSpace(source) => new EventProperty(key, source),
                _ => throw InvalidPropertyException.Argument(parameter, table),
            }
            : throw InvalidPropertyException.Argument(parameter, table);
    }

    private static bool IsShortFor(string text, string word) =>
        text.Length > 0 && word.StartsWith(text, StringComparison.OrdinalIgnoreCase);

    private static bool IsValid(string name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return false;
        }

        try
        {
            new WildcardPattern(name).IsMatch(string.Empty);
            return true;
        }
        catch (WildcardPatternException)
        {
            return false;
        }
    }
}
