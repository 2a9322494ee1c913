using System.Collections;
using System.Collections.Specialized;
using System.Diagnostics.CodeAnalysis;
using System.Dynamic;
using System.Linq.Expressions;

namespace Telemetry.Commands;

/// <summary>
/// Measurements or metadata as a script sees them: a dictionary whose keys compare without regard to case (ordinal) and keep
/// their order, and whose members are its keys. <c>$fields.count</c> is the entry with that key, or null if it does not exist.
/// </summary>
/// <remarks>
/// <para>Those of an event are read-only; those of a span are to be changed. All entries are read by <see cref="GetEnumerator"/>,
/// or by <c>$fields.PSBase.Keys</c>, as <c>$fields.Keys</c> is an entry like any other.</para>
/// <para>It is a <see cref="Hashtable"/> so that a parameter of that type takes it as it is; the entries are not those of the
/// base class. Safe to use from any thread where it is read-only; one of a span is for one thread at a time.</para>
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

    /// <summary>The value of a key, or null where there is no such key.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="NotSupportedException">The value was to be set, and the entries are those of an event.</exception>
    public override object? this[object key]
    {
        get => ForScripts(_fields[key]);
        set => _fields[key] = value;
    }

    /// <summary>Makes the fields of an event, which cannot be changed.</summary>
    internal static ScriptFields Of<TValue>(EventFields<TValue> fields)
        where TValue : struct, IEventValue => new((IDictionary)fields);

    /// <summary>Makes the measurements of a record, which cannot be changed.</summary>
    internal static ScriptFields MeasurementsOf(EventRecord record) => new((IDictionary)record.Measurements);

    /// <summary>Makes the metadata of a record, which cannot be changed.</summary>
    internal static ScriptFields MetadataOf(EventRecord record) => new((IDictionary)record.Metadata);

    /// <summary>Makes fields without entries, to be changed.</summary>
    internal static ScriptFields Empty() => new(new OrderedDictionary(StringComparer.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public override void Add(object key, object? value) => _fields.Add(key, value);

    /// <inheritdoc/>
    public override void Clear() => _fields.Clear();

    /// <inheritdoc/>
    public override void Remove(object key) => _fields.Remove(key);

    /// <summary>Makes a copy that can be changed.</summary>
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

    /// <summary>The entries as <c>{ key = value, key = value }</c>.</summary>
    public override string ToString() => Count == 0
        ? "{ }"
        : $"{{ {string.Join(", ", Entries().Select(entry => FormattableString.Invariant($"{entry.Key} = {entry.Value}")))} }}";

    // The base class enumerates its own entries here, of which there are none.
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The failure event carries the fields of another event among its metadata.</summary>
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
