using System.Diagnostics.CodeAnalysis;

namespace Telemetry;

/// <summary>Declares a key of an event that a <see cref="DeclaredEventAttribute"/> of the same assembly declares.</summary>
/// <param name="eventName">The name of the event, without regard to case.</param>
/// <param name="part">The part of the event that the key belongs to.</param>
/// <param name="key">The key.</param>
/// <param name="type">The type of the values.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class DeclaredFieldAttribute(string eventName, DeclaredFieldPart part, string key, DeclaredType type) : Attribute
{
    /// <summary>The name of the event.</summary>
    public string EventName { get; } = eventName;

    /// <summary>The part of the event that the key belongs to.</summary>
    public DeclaredFieldPart Part { get; } = part;

    /// <summary>The key.</summary>
    public string Key { get; } = key;

    /// <summary>The type of the values.</summary>
    public DeclaredType Type { get; } = type;

    /// <summary>The unit of a measurement; null for none.</summary>
    public string? Unit { get; set; }

    /// <summary>The meaning of the values; null for none.</summary>
    public string? Description { get; set; }

    /// <summary>Whether an event may lack the key.</summary>
    public bool IsOptional { get; set; }

    /// <summary>The possible values of metadata as text; null if they are not limited.</summary>
    [SuppressMessage("Performance", "CA1819", Justification = "The type of an argument of an attribute.")]
    public string[]? Values { get; set; }

    /// <summary>The name of the type of metric that suits a measurement; null for none.</summary>
    public string? MetricType { get; set; }
}
