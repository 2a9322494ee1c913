namespace Telemetry;

/// <summary>Declares a measurement: on a parameter of a method with a <see cref="TelemetryEventAttribute"/>, the value of that
/// parameter; on a method with a <see cref="TelemetrySpanAttribute"/>, a measurement that the emitter adds to the end of the
/// span.</summary>
/// <param name="key">The key; null for the name of the parameter in snake case. On a method, a key is required.</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Method, AllowMultiple = true)]
public sealed class MeasurementAttribute(string? key = null) : Attribute
{
    /// <summary>The key; null for the name of the parameter in snake case.</summary>
    public string? Key { get; } = key;

    /// <summary>The unit of the values, in the singular, such as <c>byte</c>; null for none. Spans and points in time have no
    /// unit.</summary>
    public string? Unit { get; set; }

    /// <summary>The meaning of the values; null for that in the documentation of the parameter.</summary>
    public string? Description { get; set; }

    /// <summary>The name of the type of metric that suits the measurement, such as <c>Summary</c>; null for none.</summary>
    public string? MetricType { get; set; }

    /// <summary>The type of the values, on a method: a numeric type, <see cref="TimeSpan"/>, <see cref="DateTime"/> or
    /// <see cref="DateTimeOffset"/>; null for <see cref="double"/>. Ignored on a parameter, which has a type.</summary>
    public Type? Type { get; set; }

    /// <summary>Whether an event may lack the measurement. A parameter of a nullable type is optional without it.</summary>
    public bool IsOptional { get; set; }
}
