namespace Telemetry.Extensions;

/// <summary>Collects the values of an entry, each under a key of its own, as some providers require.</summary>
/// <param name="capacity">The highest number of values, with the template.</param>
internal struct EntryValues(int capacity)
{
    private const int MaxKey = 256;

    private readonly KeyValuePair<string, object?>[] _values = new KeyValuePair<string, object?>[capacity];
    private int _count;

    /// <summary>Adds a value.</summary>
    /// <param name="key">The key.</param>
    /// <param name="prefix">The beginning of the key if another value has it already.</param>
    /// <param name="value">The value.</param>
    internal void Add(string key, string prefix, object? value)
    {
        string unique = Shown(key);
        while (Contains(unique))
        {
            unique = prefix + unique;
        }

        _values[_count++] = new(unique, value);
    }

    /// <summary>Determines whether a value has a key, without regard to case.</summary>
    internal readonly bool Contains(string key)
    {
        for (int i = 0; i < _count; i++)
        {
            string known = _values[i].Key;
            if (known.Length == key.Length && string.Equals(known, key, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return key == LogEntry.TemplateKey;
    }

    internal readonly LogEntry ToEntry(string name, MessageTemplate? template) => new(name, template, _values, _count);

    // Some providers refuse a key without a name.
    private static string Shown(string key) => key.Length == 0 ? "_" : key.Length <= MaxKey ? key : $"{key.AsSpan(0, MaxKey)}…";
}
