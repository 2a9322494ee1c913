using System.Globalization;
using Microsoft.Extensions.Configuration;
using Telemetry.Metrics;

namespace Telemetry.Extensions;

/// <summary>Reads the keys of a section of the configuration as values of given types. A value of another type is an error, and one
/// that is null is left out. Nothing is bound by reflection, which trimmed programs do not have.</summary>
/// <param name="section">The section.</param>
/// <param name="errors">The errors of the configuration.</param>
internal sealed class SettingMap(IConfigurationSection section, SettingErrors errors)
{
    private const string DurationForms = "a number of seconds, or text such as '500ms', '10s', '5m', '1h' or '1d'";

    private readonly List<string> _known = [];

    /// <summary>The errors of the configuration.</summary>
    internal SettingErrors Errors => errors;

    /// <summary>The key of the section.</summary>
    internal string Path => section.Path;

    /// <summary>Returns the whole key of an entry.</summary>
    internal string KeyOf(string name) => ConfigurationPath.Combine(section.Path, name);

    internal void AddError(string name, string problem) => errors.Add(KeyOf(name), problem);

    /// <summary>Returns an entry; null if there is none.</summary>
    internal IConfigurationSection? Find(string name)
    {
        if (!_known.Contains(name))
        {
            _known.Add(name);
        }

        IConfigurationSection entry = section.GetSection(name);
        return entry.Value is not null || entry.GetChildren().Any() ? entry : null;
    }

    internal string? Text(string name)
    {
        if (Find(name) is { } entry && entry.Value is null)
        {
            AddError(name, "it has keys of its own. Write text.");
            return null;
        }

        return Find(name)?.Value;
    }

    internal bool? Flag(string name) => Parse<bool>(name, "true or false", bool.TryParse);

    internal int? Integer(string name) => Parse(
        name,
        "a whole number",
        static (string text, out int value) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value));

    internal TimeSpan? Duration(string name) => Parse<TimeSpan>(name, DurationForms, DurationText.TryParse);

    /// <summary>Reads one of the words of an enumeration, without regard to case.</summary>
    internal T? Choice<T>(string name)
        where T : struct, Enum
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        // Not a number, which the platform would take as well.
        string[] words = Enum.GetNames<T>();
        if (Array.Find(words, word => string.Equals(word, text.Trim(), StringComparison.OrdinalIgnoreCase)) is { } known)
        {
            return Enum.Parse<T>(known);
        }

        AddError(name, $"there is no '{text}'. {NearestWord.Hint(text, words)}");
        return null;
    }

    /// <summary>Reads a list of text; a single text is a list, too.</summary>
    internal IReadOnlyList<string>? Texts(string name)
    {
        if (Find(name) is not { } entry)
        {
            return null;
        }

        // An empty list of a file has the value of empty text.
        MetricDataNode data = SettingData.Of(entry);
        IReadOnlyList<MetricDataNode> items = data.Items ?? (data.Value is "" ? [] : [data]);
        if (items.Any(item => item.Value is not string))
        {
            AddError(name, "it is not a list of text. Write a list such as [\"one\", \"two\"].");
            return null;
        }

        return [.. items.Select(item => (string)item.Value!)];
    }

    /// <summary>Reads a map of keys to text.</summary>
    internal IReadOnlyDictionary<string, string>? TextsByKey(string name)
    {
        if (Find(name) is not { } entry)
        {
            return null;
        }

        IConfigurationSection[] children = [.. entry.GetChildren()];
        if (children.Length == 0 || Array.Exists(children, child => child.Value is null))
        {
            AddError(name, "it is not a map of keys to text. Write a map such as { \"instance\": \"a\" }.");
            return null;
        }

        return children.ToDictionary(child => child.Key, child => child.Value!);
    }

    /// <summary>Returns the maps that an entry has, by its keys.</summary>
    internal IEnumerable<KeyValuePair<string, SettingMap>> Maps(string name) => (Map(name)?.Children ?? [])
        .Select(child => KeyValuePair.Create(child.Key, new SettingMap(child, errors)));

    /// <summary>Reads an entry as a map; null if there is none.</summary>
    internal SettingMap? Map(string name)
    {
        if (Find(name) is not { } entry)
        {
            return null;
        }

        if (entry.Value is { Length: > 0 })
        {
            AddError(name, $"it is '{entry.Value}'. Write a map with keys of its own.");
            return null;
        }

        return new SettingMap(entry, errors);
    }

    /// <summary>Sets a value that is out of range if it is one, and reports that with the key.</summary>
    internal void Try(string name, Action set)
    {
        try
        {
            set();
        }
        catch (ArgumentException e)
        {
            // Without the name of the parameter, which readers of a configuration do not know.
            int end = e.Message.IndexOf(" (Parameter", StringComparison.Ordinal);
            AddError(name, $"it is '{section[name]}'. {(end < 0 ? e.Message : e.Message[..end])}");
        }
    }

    /// <summary>Reports the keys that nothing asked for.</summary>
    internal void CheckKeys()
    {
        foreach (IConfigurationSection child in Children)
        {
            if (!_known.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            {
                AddError(child.Key, $"there is no such setting. {NearestWord.Hint(child.Key, _known)}");
            }
        }
    }

    private IEnumerable<IConfigurationSection> Children => section.GetChildren();

    private T? Parse<T>(string name, string expected, TryParse<T> parse)
        where T : struct
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (parse(text.Trim(), out T value))
        {
            return value;
        }

        AddError(name, $"it is '{text}'. Write {expected}.");
        return null;
    }

    private delegate bool TryParse<T>(string text, out T value);
}
