using System.Collections;

namespace Telemetry.Commands;

/// <summary>Enumerates entries, with their values converted to those that scripts see.</summary>
internal sealed class ScriptFieldsEnumerator(IDictionaryEnumerator fields) : IDictionaryEnumerator
{
    public DictionaryEntry Entry => new(Key, Value);

    public object Key => fields.Key;

    public object? Value => ScriptFields.ForScripts(fields.Value);

    public object Current => Entry;

    public bool MoveNext() => fields.MoveNext();

    public void Reset() => fields.Reset();
}
