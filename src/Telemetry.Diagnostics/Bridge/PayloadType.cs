#if NET
using System.Diagnostics.CodeAnalysis;
#endif
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Telemetry.Diagnostics;

/// <summary>A type of payloads, with its properties. Found once for each type, and kept as long as the type.</summary>
/// <remarks>A property that a trimmed program does not contain is not there, and its value missing in the event.</remarks>
internal sealed class PayloadType
{
    private const int MaximumProperties = 64;
#if NET
    private const string Trimmed = "Properties that are trimmed away are missing in the event, as is documented.";
#endif

    private static readonly ConditionalWeakTable<Type, PayloadType> s_types = new();

    private readonly Dictionary<string, PayloadProperty> _byName = new(StringComparer.Ordinal);

#if NET
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = Trimmed)]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = Trimmed)]
#endif
    private PayloadType(Type type)
    {
        // The most derived one first, which hides those of the same name in its bases.
        for (Type? level = type; level is not null && level != typeof(object); level = level.BaseType)
        {
            foreach (PropertyInfo property in level.GetProperties(
                BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            {
                if (property.GetGetMethod() is not null && property.GetIndexParameters().Length == 0
                    && !_byName.ContainsKey(property.Name) && _byName.Count < MaximumProperties)
                {
                    _byName.Add(property.Name, new PayloadProperty(property));
                }
            }
        }

        Properties = [.. _byName.Values];
    }

    internal PayloadProperty[] Properties { get; }

    internal static PayloadType Of(Type type) => s_types.GetValue(type, static key => new PayloadType(key));

    /// <summary>Determines whether a value becomes metadata by itself: not an object that has others.</summary>
    internal static bool IsSimple(object? value) => value is not null && IsSimple(value.GetType()) && value.GetType() != typeof(object);

    /// <summary>Determines whether values of a type could become metadata by themselves.</summary>
    internal static bool IsSimple(Type type)
    {
        Type actual = Nullable.GetUnderlyingType(type) ?? type;
        return actual.IsPrimitive || actual.IsEnum || actual == typeof(string) || actual == typeof(decimal) || actual == typeof(Guid)
            || actual == typeof(TimeSpan) || actual == typeof(DateTime) || actual == typeof(DateTimeOffset) || actual == typeof(Uri)
            || actual == typeof(object) || typeof(Exception).IsAssignableFrom(actual)
            || (actual.IsArray && IsSimple(actual.GetElementType()!) && actual.GetElementType() != typeof(object));
    }

    internal PayloadProperty? Find(string name) => _byName.TryGetValue(name, out PayloadProperty? found) ? found : null;
}
