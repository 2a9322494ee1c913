using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Telemetry.Alerts;

/// <summary>The values of tags by key, without regard to case, in the order of the tags. Immutable.</summary>
internal sealed class AlertTags(IReadOnlyList<string> names, IReadOnlyList<string> values) : IReadOnlyDictionary<string, string>
{
    public int Count => names.Count;

    public IEnumerable<string> Keys => names;

    public IEnumerable<string> Values => values;

    public string this[string key] => TryGetValue(key, out string? value)
        ? value
        : throw new KeyNotFoundException($"The alert has no tag '{key}'.");

    public bool ContainsKey(string key) => TryGetValue(key, out _);

#pragma warning disable CS8767 // Of netstandard2.0, the interface has no annotations.
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value)
#pragma warning restore CS8767
    {
        for (int i = 0; i < names.Count; i++)
        {
            if (string.Equals(names[i], key, StringComparison.OrdinalIgnoreCase))
            {
                value = values[i];
                return true;
            }
        }

        value = null;
        return false;
    }

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() =>
        names.Select((name, index) => new KeyValuePair<string, string>(name, values[index])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => AlertText.Tags(names, values);
}
