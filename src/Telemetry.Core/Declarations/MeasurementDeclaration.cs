namespace Telemetry;

/// <summary>The declaration of a measurement of an event.</summary>
public sealed class MeasurementDeclaration : FieldDeclaration
{
    /// <summary>Creates a declaration.</summary>
    /// <param name="key">The key, such as <c>duration</c>.</param>
    /// <param name="type">The type of the values: <see cref="DeclaredType.Integer"/>, <see cref="DeclaredType.Number"/>,
    /// <see cref="DeclaredType.Duration"/> or <see cref="DeclaredType.Time"/>.</param>
    /// <param name="description">The meaning of the values; null for none.</param>
    /// <param name="unit">The unit of the values, in the singular, such as <c>byte</c>; null for none.</param>
    /// <param name="metricType">The name of the type of metric that suits the measurement, such as <c>Summary</c>; null for
    /// none.</param>
    /// <param name="isOptional">Whether an event may lack the measurement.</param>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    /// <exception cref="ArgumentException">The key is blank, or a measurement cannot be of the type.</exception>
    public MeasurementDeclaration(
        string key,
        DeclaredType type,
        string? description = null,
        string? unit = null,
        string? metricType = null,
        bool isOptional = false)
        : this(key, type, description, unit, metricType, isOptional, isOfSpan: false)
    {
    }

    internal MeasurementDeclaration(
        string key, DeclaredType type, string? description, string? unit, string? metricType, bool isOptional, bool isOfSpan)
        : base(key, type, description, isOptional, isOfSpan)
    {
        if (type is DeclaredType.Any or DeclaredType.Text or DeclaredType.Boolean)
        {
            throw new ArgumentException(
                $"Measurement '{key}' cannot be of type {type}: a measurement is an Integer, a Number, a Duration or a Time. "
                + "Declare values of other types as metadata.",
                nameof(type));
        }

        Unit = string.IsNullOrWhiteSpace(unit) ? null : unit;
        MetricType = string.IsNullOrWhiteSpace(metricType) ? null : metricType;
    }

    /// <summary>The unit of the values, such as <c>byte</c>; null if none was given, as for a duration or a point in time, which have
    /// no unit.</summary>
    public string? Unit { get; }

    /// <summary>The name of the type of metric that suits the measurement: one of those of <c>Telemetry.Metrics</c>, such as
    /// <c>Summary</c>; null if none was given.</summary>
    public string? MetricType { get; }

    /// <summary>Returns the same declaration for an event that may lack the measurement.</summary>
    internal MeasurementDeclaration AsOptional() =>
        IsOptional ? this : new(Key, Type, Description, Unit, MetricType, isOptional: true, IsOfSpan);
}
