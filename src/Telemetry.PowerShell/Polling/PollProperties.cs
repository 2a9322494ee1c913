using System.Management.Automation;
using System.Reflection;

namespace Telemetry.Commands;

/// <summary>Reads the properties of objects that a poll writes. Of an object of .NET, only those are read that have simple values: others
/// may take long, as the modules of a process do.</summary>
/// <param name="names">The names of the properties that are read in any case; null for none.</param>
internal sealed class PollProperties(string[]? names)
{
    private const PSMemberTypes Stored = PSMemberTypes.Property | PSMemberTypes.AliasProperty;

    private static readonly HashSet<Type> s_simple =
    [
        typeof(string), typeof(decimal), typeof(DateTime), typeof(DateTimeOffset), typeof(TimeSpan), typeof(Guid), typeof(Uri),
        typeof(Version),
    ];

    private readonly HashSet<string> _names = new(names ?? [], StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<(Type Type, string Property), bool> _isSimple = [];

    /// <summary>Determines whether a property is one of those that are named.</summary>
    internal bool IsNamed(string property) => _names.Contains(property);

    /// <summary>Reads the properties of an object. One that cannot be read is left out.</summary>
    internal IEnumerable<KeyValuePair<string, object?>> Of(PSObject item)
    {
        foreach (PSPropertyInfo property in item.Properties)
        {
            if (property.IsGettable && IsRead(item.BaseObject, property) && TryRead(property, out object? value))
            {
                yield return new(property.Name, value);
            }
        }
    }

    private static bool TryRead(PSPropertyInfo property, out object? value)
    {
        try
        {
            value = TableEntries.Unwrap(property.Value);
            return true;
        }
        catch (RuntimeException)
        {
            value = null;
            return false;
        }
    }

    private bool IsRead(object target, PSPropertyInfo property) =>
        target is PSCustomObject
        || property.MemberType == PSMemberTypes.NoteProperty
        || IsNamed(property.Name)
        || ((property.MemberType & Stored) != 0 && HasSimpleValue(target, property));

    private bool HasSimpleValue(object target, PSPropertyInfo property)
    {
        string name = property is PSAliasProperty alias ? alias.ReferencedMemberName : property.Name;
        (Type, string) key = (target.GetType(), name);
        if (!_isSimple.TryGetValue(key, out bool isSimple))
        {
            _isSimple[key] = isSimple = IsSimple(TypeOf(target.GetType(), name) ?? Type.GetType(property.TypeNameOfValue));
        }

        return isSimple;
    }

    // The type adapters of the engine, such as that of CIM, have properties that the type itself does not have.
    private static Type? TypeOf(Type type, string name) =>
        Array.Find(type.GetProperties(BindingFlags.Instance | BindingFlags.Public), property => property.Name == name)?.PropertyType;

    private static bool IsSimple(Type? type)
    {
        Type? plain = type is null ? null : Nullable.GetUnderlyingType(type) ?? type;
        return plain is not null && (plain.IsPrimitive || plain.IsEnum || s_simple.Contains(plain));
    }
}
