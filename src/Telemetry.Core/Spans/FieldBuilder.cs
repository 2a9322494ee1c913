namespace Telemetry;

/// <summary>Puts the measurements or the metadata of an event together from several sources, of which the later one
/// wins where keys are equal without regard to case.</summary>
/// <param name="capacity">At least as many fields as will be added: there is no growing.</param>
internal struct FieldBuilder<TValue>(int capacity)
{
    private readonly KeyValuePair<string, TValue>[] _fields = new KeyValuePair<string, TValue>[capacity];
    private int _count;

    internal readonly ReadOnlySpan<KeyValuePair<string, TValue>> Fields => _fields.AsSpan(0, _count);

    /// <summary>The fields as the array they are in, where there are as many as there is room for; else a copy.</summary>
    internal readonly KeyValuePair<string, TValue>[] ToArray() => _count == _fields.Length ? _fields : Fields.ToArray();

    /// <summary>Adds fields as they are.</summary>
    internal void AddAll(ReadOnlySpan<KeyValuePair<string, TValue>> fields)
    {
        // Not CopyTo, which is slower up to some dozens of fields: what holds references is copied behind a memory barrier.
        foreach (ref readonly KeyValuePair<string, TValue> field in fields)
        {
            _fields[_count++] = field;
        }
    }

    internal void Add(string key, TValue value) => _fields[_count++] = new(key, value);

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
        _fields[index < 0 ? _count++ : index] = new(key, value);
    }

    /// <summary>Sets fields, apart from those whose key is among the first ones here. A field without a key, as in an
    /// array that was not filled, is left out.</summary>
    internal void SetAll(ReadOnlySpan<KeyValuePair<string, TValue>> fields, int keptAtFront = 0)
    {
        foreach (KeyValuePair<string, TValue> field in fields)
        {
            if (field.Key is null)
            {
                continue;
            }

            int index = IndexOf(field.Key);
            if (index < 0)
            {
                _fields[_count++] = field;
            }
            else if (index >= keptAtFront)
            {
                _fields[index] = field;
            }
        }
    }

    private readonly int IndexOf(string key) => FieldLookup.LastIndexOf(Fields, key);
}
