namespace Telemetry.Analyzers;

/// <summary>A declared key of an event.</summary>
internal sealed record FieldModel
{
    public bool IsMeasurement { get; init; }

    public string Key { get; init; } = string.Empty;

    /// <summary>The name of the parameter, escaped; empty if the emitter passes the value to the span.</summary>
    public string Parameter { get; init; } = string.Empty;

    /// <summary>The name of the property by which a handler reads the value.</summary>
    public string Property { get; init; } = string.Empty;

    /// <summary>The full name of the type, without the mark of a nullable type.</summary>
    public string Type { get; init; } = string.Empty;

    public bool IsValueType { get; init; }

    public ValueForm Form { get; init; }

    public bool IsOptional { get; init; }

    /// <summary>The name of the member of <c>DeclaredType</c>.</summary>
    public string DeclaredType { get; init; } = string.Empty;

    public string? Description { get; init; }

    public string? Unit { get; init; }

    public string? MetricType { get; init; }

    public EquatableArray<string> Values { get; init; }

    /// <summary>Whether the span adds the key itself, so that the declaration of the assembly does not contain it.</summary>
    public bool IsOfSpan { get; init; }
}
