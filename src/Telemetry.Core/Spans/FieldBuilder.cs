namespace Telemetry;

/// <summary>Combines the measurements or the metadata of an event from several sources. Of keys that are equal without regard
/// to case, the value of the later source takes precedence.</summary>
/// <param name="capacity">The initial capacity, in fields.</param>
internal struct FieldBuilder<TValue>(int capacity)
{
    // With fewer fields, a linear search is faster than a hash table, and needs no memory.
    private const int IndexedFrom = 17;

    private KeyValuePair<string, TValue>[] _fields = new KeyValuePair<string, TValue>[capacity];
    private int _count;

    // The positions of the keys of the first _indexed fields. Null while there are few.
    private Dictionary<string, int>? _index;
    private int _indexed;

    internal readonly ReadOnlySpan<KeyValuePair<string, TValue>> Fields => _fields.AsSpan(0, _count);

    /// <summary>Returns the array that holds the fields if it is full, otherwise a copy.</summary>
    internal readonly KeyValuePair<string, TValue>[] ToArray() => _count == _fields.Length ? _fields : Fields.ToArray();

    /// <summary>Adds fields without comparing their keys.</summary>
    internal void AddAll(ReadOnlySpan<KeyValuePair<string, TValue>> fields)
    {
        // Not CopyTo, which is slower for up to some dozens of fields, because it copies references behind a memory barrier.
        foreach (ref readonly KeyValuePair<string, TValue> field in fields)
        {
            Next() = field;
        }
    }

    internal void Add(string key, TValue value) => Next() = new(key, value);

    internal void AddMissing(string key, TValue value)
    {
        if (IndexOf(key) < 0)
        {
            Add(key, value);
        }
    }

    internal void Set(string key, TValue value)
    {
        int index = IndexOf(key);
        (index < 0 ? ref Next() : ref _fields[index]) = new(key, value);
    }

    /// <summary>Sets fields, except those whose key is among the first <paramref name="keptAtFront"/> fields. Skips fields
    /// without a key, such as those of an array that was not filled.</summary>
    internal void SetAll(ReadOnlySpan<KeyValuePair<string, TValue>> fields, int keptAtFront = 0)
    {
        foreach (ref readonly KeyValuePair<string, TValue> field in fields)
        {
            if (field.Key is null)
            {
                continue;
            }

            int index = IndexOf(field.Key);
            if (index < 0)
            {
                Next() = field;
            }
            else if (index >= keptAtFront)
            {
                _fields[index] = field;
            }
        }
    }

    private ref KeyValuePair<string, TValue> Next()
    {
        if (_count == _fields.Length)
        {
            Array.Resize(ref _fields, Math.Max(4, 2 * _count));
        }

        return ref _fields[_count++];
    }

    private int IndexOf(string key) =>
        _count < IndexedFrom ? FieldLookup.LastIndexOf(Fields, key) : IndexOfAmongMany(key);

    private int IndexOfAmongMany(string key)
    {
        _index ??= new(_fields.Length, StringComparer.OrdinalIgnoreCase);
        while (_indexed < _count)
        {
            // Fields from AddAll may have no key, or the same key twice, of which the last counts.
            if (_fields[_indexed].Key is { } added)
            {
                _index[added] = _indexed;
            }

            _indexed++;
        }

        return _index.TryGetValue(key, out int index) ? index : -1;
    }
}
