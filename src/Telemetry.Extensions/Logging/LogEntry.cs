using System.Collections;

namespace Telemetry.Extensions;

/// <summary>The state of a log entry: its values by their keys, of which the last is the template. Immutable; it keeps no object of an
/// emitter, so providers may store it and read it on other threads.</summary>
internal readonly struct LogEntry : IReadOnlyList<KeyValuePair<string, object?>>
{
    /// <summary>The key of the template, by which providers group entries.</summary>
    internal const string TemplateKey = "{OriginalFormat}";

    private readonly KeyValuePair<string, object?>[] _values;
    private readonly MessageTemplate? _template;

    /// <summary>Creates the state of an entry.</summary>
    /// <param name="name">The beginning of the message of an entry without a template.</param>
    /// <param name="template">The template; null for a message with all values.</param>
    /// <param name="values">The values, with room for one more.</param>
    /// <param name="count">The number of the values.</param>
    internal LogEntry(string name, MessageTemplate? template, KeyValuePair<string, object?>[] values, int count)
    {
        values[count] = new(TemplateKey, template?.Text ?? name);
        _values = values;
        _template = template;
        Name = name;
        Count = count + 1;
    }

    /// <summary>The beginning of the message of an entry without a template.</summary>
    internal string Name { get; }

    public int Count { get; }

    public KeyValuePair<string, object?> this[int index] =>
        index < Count ? _values[index] : throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>The values without the template.</summary>
    internal ReadOnlySpan<KeyValuePair<string, object?>> Values => _values.AsSpan(0, Count - 1);

    /// <summary>Gets the value with a key, without regard to case; null if there is none.</summary>
    internal object? ValueOf(string key)
    {
        foreach (KeyValuePair<string, object?> value in Values)
        {
            if (string.Equals(value.Key, key, StringComparison.OrdinalIgnoreCase))
            {
                return value.Value;
            }
        }

        return null;
    }

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
        {
            yield return _values[i];
        }
    }

    /// <summary>Returns the message.</summary>
    public override string ToString() => _template?.Format(in this) ?? PlainMessage.Of(in this);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
