using System.Collections;

namespace Telemetry;

/// <summary>Enumerates the entries of an event for scripts: each as a <see cref="DictionaryEntry"/> with plain objects.</summary>
internal sealed class FieldEnumerator<TValue>(KeyValuePair<string, TValue>[] fields) : IDictionaryEnumerator
    where TValue : struct, IEventValue
{
    private int _position = -1;

    public DictionaryEntry Entry => new(Key, Value);

    public object Key => fields[_position].Key;

    public object? Value => fields[_position].Value.ToObject();

    public object Current => Entry;

    public bool MoveNext() => ++_position < fields.Length;

    public void Reset() => _position = -1;
}
