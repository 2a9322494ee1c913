using System.Diagnostics.CodeAnalysis;

namespace Telemetry;

/// <summary>Declares an entry of the metadata: on a parameter of a method with a <see cref="TelemetryEventAttribute"/> or a
/// <see cref="TelemetrySpanAttribute"/>, the value of that parameter; on a method with a <see cref="TelemetrySpanAttribute"/>, an entry
/// that the emitter adds to the end of the span.</summary>
/// <param name="key">The key; null for the name of the parameter in snake case. On a method, a key is required.</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Method, AllowMultiple = true)]
public sealed class MetadataAttribute(string? key = null) : Attribute
{
    /// <summary>The key; null for the name of the parameter in snake case.</summary>
    public string? Key { get; } = key;

    /// <summary>The meaning of the values; null for that in the documentation of the parameter.</summary>
    public string? Description { get; set; }

    /// <summary>The possible values as text (<see cref="MetadataValue.ToCanonicalText"/>); null if they are not limited, except by an
    /// enum.</summary>
    [SuppressMessage("Performance", "CA1819", Justification = "The type of an argument of an attribute.")]
    public string[]? Values { get; set; }

    /// <summary>The type of the values, on a method; null for any. Ignored on a parameter, which has a type.</summary>
    public Type? Type { get; set; }

    /// <summary>Whether an event may lack the entry. A parameter of a nullable type is optional without it.</summary>
    public bool IsOptional { get; set; }
}
