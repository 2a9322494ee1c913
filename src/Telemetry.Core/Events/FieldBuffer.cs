namespace Telemetry;

/// <summary>Reusable memory for the measurements or the metadata of an event.</summary>
internal sealed class FieldBuffer<TValue>
    where TValue : struct, IEventValue
{
    // The memory of a larger event, of which there are few, is left to the garbage collector.
    private const int MaxKept = 256;

    private KeyValuePair<string, TValue>[] _fields = new KeyValuePair<string, TValue>[8];
    private int _count;

    internal ReadOnlySpan<KeyValuePair<string, TValue>> Span => _fields.AsSpan(0, _count);

    internal void Add(KeyValuePair<string, TValue> field)
    {
        if (_count == _fields.Length)
        {
            Array.Resize(ref _fields, _count * 2);
        }

        _fields[_count++] = field;
    }

    /// <summary>Removes all fields, so that the buffer keeps no value of an event alive.</summary>
    internal void Clear()
    {
        if (_fields.Length > MaxKept)
        {
            _fields = new KeyValuePair<string, TValue>[MaxKept];
        }
        else
        {
            Array.Clear(_fields, 0, _count);
        }

        _count = 0;
    }
}
