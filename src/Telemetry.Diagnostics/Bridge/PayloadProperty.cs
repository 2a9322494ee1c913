using System.Reflection;

namespace Telemetry.Diagnostics;

/// <summary>A property of a type of payloads.</summary>
internal sealed class PayloadProperty(PropertyInfo property)
{
    internal string Name { get; } = property.Name;

    /// <summary>Whether the property could have a value that becomes metadata by itself. One that cannot is not read.</summary>
    internal bool IsSimple { get; } = PayloadType.IsSimple(property.PropertyType);

    /// <summary>Reads the property. Throws what its getter throws.</summary>
    internal object? Read(object from) => property.GetValue(from);
}
