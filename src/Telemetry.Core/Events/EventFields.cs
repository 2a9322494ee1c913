using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Telemetry;

/// <summary>
/// The measurements or the metadata of an <see cref="EventRecord"/>: a read-only dictionary whose keys are compared by an ordinal
/// comparison that ignores case, and keep their order.
/// </summary>
/// <typeparam name="TValue"><see cref="MeasurementValue"/> or <see cref="MetadataValue"/>.</typeparam>
/// <remarks>C# code uses it as an <see cref="IReadOnlyDictionary{TKey, TValue}"/> of typed values. Scripts use the class itself,
/// an <see cref="IDictionary"/> of plain objects (<see cref="IEventValue.ToObject"/>), in which a missing key gives null.
/// Instances are immutable and safe to use from any thread.</remarks>
[SuppressMessage("Naming", "CA1710", Justification = "Fields is the term of the domain.")]
public sealed class EventFields<TValue> : IReadOnlyDictionary<string, TValue>, IDictionary
    where TValue : struct, IEventValue
{
    // For fewer fields, a linear search is faster than a hash table and needs no memory.
    private const int IndexedFrom = 17;

    private readonly KeyValuePair<string, TValue>[] _fields;
    private readonly Dictionary<string, int>? _index;

    /// <summary>Creates a dictionary from pairs. If a key occurs twice, its first position and its last value count.</summary>
    /// <param name="fields">The keys with their values. Pairs without a key, as in an array that is not filled, are
    /// skipped.</param>
    public EventFields(ReadOnlySpan<KeyValuePair<string, TValue>> fields)
    {
        var unique = new KeyValuePair<string, TValue>[fields.Length];
        int count = 0;
        _index = fields.Length >= IndexedFrom ? new(fields.Length, StringComparer.OrdinalIgnoreCase) : null;
        foreach (KeyValuePair<string, TValue> field in fields)
        {
            // Skipped without an exception, which would fail the handlers for a mistake of the emitter, and prevent the report of
            // their failure.
            if (field.Key is null)
            {
                continue;
            }

            int known = IndexOf(unique.AsSpan(0, count), field.Key);
            unique[known >= 0 ? known : count] = known >= 0 ? new(unique[known].Key, field.Value) : field;
            if (known < 0)
            {
                _index?.Add(field.Key, count);
                count++;
            }
        }

        Array.Resize(ref unique, count);
        _fields = unique;
    }

    /// <summary>The number of entries.</summary>
    public int Count => _fields.Length;

    /// <summary>The keys, in order.</summary>
    public ICollection Keys => Array.ConvertAll(_fields, pair => pair.Key);

    /// <summary>The values as plain objects, in the order of the keys.</summary>
    public ICollection Values => Array.ConvertAll(_fields, pair => pair.Value.ToObject());

    /// <summary>The value of a key as a plain object, or null if there is no such key. It cannot be set.</summary>
    /// <param name="key">The key; an object that is not a string is never found.</param>
    /// <exception cref="NotSupportedException">The value is set.</exception>
    public object? this[object key]
    {
        get => key is string text && TryGetValue(text, out TValue value) ? value.ToObject() : null;
        set => throw ReadOnly();
    }

    /// <summary>Returns the entries as a span, for use without allocation.</summary>
    public ReadOnlySpan<KeyValuePair<string, TValue>> AsSpan() => _fields;

    /// <inheritdoc/>
    public bool ContainsKey(string key) => IndexOf(_fields, key) >= 0;

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out TValue value)
    {
        int index = IndexOf(_fields, key);
        value = index >= 0 ? _fields[index].Value : default;
        return index >= 0;
    }

    /// <summary>Determines whether there is an entry with a key.</summary>
    /// <param name="key">The key; an object that is not a string is never found.</param>
    public bool Contains(object key) => key is string text && ContainsKey(text);

    /// <summary>Returns an enumerator of the entries, with plain objects as values.</summary>
    public IDictionaryEnumerator GetEnumerator() => new FieldEnumerator<TValue>(_fields);

    /// <summary>Returns the entries as <c>{ key = value, key = value }</c>.</summary>
    public override string ToString() => Count == 0
        ? "{ }"
        : $"{{ {string.Join(", ", _fields.Select(pair => $"{pair.Key} = {pair.Value}"))} }}";

    private int IndexOf(ReadOnlySpan<KeyValuePair<string, TValue>> fields, string key) => _index is null
        ? FieldLookup.LastIndexOf(fields, key)
        : _index.TryGetValue(key, out int index) ? index : -1;

    TValue IReadOnlyDictionary<string, TValue>.this[string key] => TryGetValue(key, out TValue value)
        ? value
        : throw new KeyNotFoundException($"The event has no entry '{key}'. It has: {string.Join(", ", _fields.Select(pair => pair.Key))}.");

    IEnumerable<string> IReadOnlyDictionary<string, TValue>.Keys => _fields.Select(pair => pair.Key);

    IEnumerable<TValue> IReadOnlyDictionary<string, TValue>.Values => _fields.Select(pair => pair.Value);

    IEnumerator<KeyValuePair<string, TValue>> IEnumerable<KeyValuePair<string, TValue>>.GetEnumerator() =>
        ((IEnumerable<KeyValuePair<string, TValue>>)_fields).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    bool IDictionary.IsFixedSize => true;

    bool IDictionary.IsReadOnly => true;

    bool ICollection.IsSynchronized => true;

    object ICollection.SyncRoot => _fields;

    void IDictionary.Add(object key, object? value) => throw ReadOnly();

    void IDictionary.Clear() => throw ReadOnly();

    void IDictionary.Remove(object key) => throw ReadOnly();

    void ICollection.CopyTo(Array array, int index)
    {
        ArgumentNullException.ThrowIfNull(array);
        foreach (KeyValuePair<string, TValue> field in _fields)
        {
            array.SetValue(new DictionaryEntry(field.Key, field.Value.ToObject()), index++);
        }
    }

    private static NotSupportedException ReadOnly() =>
        new("The measurements and metadata of an event are read-only. Copy the entries in order to change them.");
}
