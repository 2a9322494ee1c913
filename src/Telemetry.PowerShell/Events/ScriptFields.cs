using System.Collections;
using System.Collections.Specialized;
using System.Diagnostics.CodeAnalysis;
using System.Dynamic;
using System.Linq.Expressions;

namespace Telemetry.Commands;

/// <summary>
/// Measurements or metadata as a script sees them: a dictionary with case-insensitive (ordinal) keys that keep their order,
/// and whose members are its keys. <c>$fields.count</c> is the entry with that key, and null if there is no such key.
/// </summary>
/// <remarks>
/// <para>The entries of an event are read-only; those of a span can be changed. Read all entries by
/// <see cref="GetEnumerator"/> or by <c>$fields.PSBase.Keys</c>, because <c>$fields.Keys</c> is an entry like any
/// other.</para>
/// <para>It is a <see cref="Hashtable"/>, so that a parameter of that type accepts it unconverted; the entries of the base
/// class are not used. Read-only fields are safe to use from any thread, those of a span by one thread at a time.</para>
/// </remarks>
[SuppressMessage("Naming", "CA1710", Justification = "The name of the same collection in the core.")]
[SuppressMessage("Design", "CA1010", Justification = "The engine treats a generic dictionary as one of its own, and looks up its members.")]
[SuppressMessage("Usage", "CA2237", Justification = "Serialized by the engine, as a dictionary.")]
public sealed class ScriptFields : Hashtable, IDictionary, IDynamicMetaObjectProvider
{
    private readonly IDictionary _fields;

    private ScriptFields(IDictionary fields)
        : base(0, StringComparer.OrdinalIgnoreCase) => _fields = fields;

    /// <summary>The number of entries.</summary>
    public override int Count => _fields.Count;

    /// <summary>The keys, in order.</summary>
    public override ICollection Keys => _fields.Keys;

    /// <summary>The values, in the order of the keys.</summary>
    public override ICollection Values => Entries().ConvertAll(entry => entry.Value);

    /// <inheritdoc/>
    public override bool IsReadOnly => _fields.IsReadOnly;

    /// <inheritdoc/>
    public override bool IsFixedSize => _fields.IsFixedSize;

    /// <inheritdoc/>
    public override bool IsSynchronized => _fields.IsSynchronized;

    /// <inheritdoc/>
    public override object SyncRoot => _fields.SyncRoot;

    /// <summary>The value of a key, or null if there is no such key.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="NotSupportedException">A value is set, and the entries are those of an event.</exception>
    public override object? this[object key]
    {
        get => ForScripts(_fields[key]);
        set => _fields[key] = value;
    }

    /// <summary>Creates the read-only fields of an event.</summary>
    internal static ScriptFields Of<TValue>(EventFields<TValue> fields)
        where TValue : struct, IEventValue => new((IDictionary)fields);

    /// <summary>Creates the read-only measurements of a record.</summary>
    internal static ScriptFields MeasurementsOf(EventRecord record) => new((IDictionary)record.Measurements);

    /// <summary>Creates the read-only metadata of a record.</summary>
    internal static ScriptFields MetadataOf(EventRecord record) => new((IDictionary)record.Metadata);

    /// <summary>Creates read-only fields with texts, such as those of tags.</summary>
    internal static ScriptFields OfTexts(IEnumerable<KeyValuePair<string, string>> texts)
    {
        var fields = new OrderedDictionary(StringComparer.OrdinalIgnoreCase);
        foreach (KeyValuePair<string, string> text in texts)
        {
            fields[text.Key] = text.Value;
        }

        return new(fields.AsReadOnly());
    }

    /// <summary>Creates fields without entries, which can be changed.</summary>
    internal static ScriptFields Empty() => new(new OrderedDictionary(StringComparer.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public override void Add(object key, object? value) => _fields.Add(key, value);

    /// <inheritdoc/>
    public override void Clear() => _fields.Clear();

    /// <inheritdoc/>
    public override void Remove(object key) => _fields.Remove(key);

    /// <summary>Creates a copy that can be changed.</summary>
    public override object Clone()
    {
        var copy = Empty();
        Entries().ForEach(entry => copy[entry.Key] = entry.Value);
        return copy;
    }

    /// <inheritdoc/>
    public override bool Contains(object key) => _fields.Contains(key);

    /// <inheritdoc/>
    public override bool ContainsKey(object key) => _fields.Contains(key);

    /// <inheritdoc/>
    public override bool ContainsValue(object? value) => Entries().Exists(entry => Equals(entry.Value, value));

    /// <inheritdoc/>
    public override void CopyTo(Array array, int arrayIndex) => ((ICollection)Entries()).CopyTo(array, arrayIndex);

    /// <summary>Enumerates the entries, in order.</summary>
    public override IDictionaryEnumerator GetEnumerator() => new ScriptFieldsEnumerator(_fields.GetEnumerator());

    /// <inheritdoc/>
    public DynamicMetaObject GetMetaObject(Expression parameter) => new ScriptFieldsMembers(parameter, this);

    /// <summary>Returns the entries as <c>{ key = value, key = value }</c>.</summary>
    public override string ToString() => Count == 0
        ? "{ }"
        : $"{{ {string.Join(", ", Entries().Select(entry => FormattableString.Invariant($"{entry.Key} = {entry.Value}")))} }}";

    // The base class would enumerate its own entries here, and it has none.
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Converts a value to the one that scripts see: the metadata of the failure event contains the fields of
    /// another event.</summary>
    internal static object? ForScripts(object? value) => value switch
    {
        EventFields<MeasurementValue> measurements => Of(measurements),
        EventFields<MetadataValue> metadata => Of(metadata),
        _ => value,
    };

    private List<DictionaryEntry> Entries()
    {
        var entries = new List<DictionaryEntry>(Count);
        IDictionaryEnumerator walk = GetEnumerator();
        while (walk.MoveNext())
        {
            entries.Add(walk.Entry);
        }

        return entries;
    }
}
