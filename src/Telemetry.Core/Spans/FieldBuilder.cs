namespace Telemetry;

/// <summary>Puts the measurements or the metadata of an event together from several sources, of which the later one
/// wins where keys are equal without regard to case.</summary>
/// <param name="capacity">The number of fields that there is room for at first.</param>
internal struct FieldBuilder<TValue>(int capacity)
{
    // Up to here a walk over the fields beats a hash table, and costs no memory.
    private const int IndexedFrom = 17;

    private KeyValuePair<string, TValue>[] _fields = new KeyValuePair<string, TValue>[capacity];
    private int _count;

    // The place of each key among the first fields, of which _indexed says how many. Null as long as there are few.
    private Dictionary<string, int>? _index;
    private int _indexed;

    internal readonly ReadOnlySpan<KeyValuePair<string, TValue>> Fields => _fields.AsSpan(0, _count);

    /// <summary>The fields as the array they are in, where there are as many as there is room for; else a copy.</summary>
    internal readonly KeyValuePair<string, TValue>[] ToArray() => _count == _fields.Length ? _fields : Fields.ToArray();

    /// <summary>Adds fields as they are.</summary>
    internal void AddAll(ReadOnlySpan<KeyValuePair<string, TValue>> fields)
    {
        // Not CopyTo, which is slower up to some dozens of fields: what holds references is copied behind a memory barrier.
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

    /// <summary>Sets fields, apart from those whose key is among the first ones here. A field without a key, as in an
    /// array that was not filled, is left out.</summary>
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
            // What was added as it is may have no key, or one twice, of which the last counts.
            if (_fields[_indexed].Key is { } added)
            {
                _index[added] = _indexed;
            }

            _indexed++;
        }

        return _index.TryGetValue(key, out int index) ? index : -1;
    }
}
