namespace Telemetry.Metrics;

/// <summary>Takes the unit, the description and the type of a metric from the declarations of its events.</summary>
/// <remarks>
/// <para>They are taken if each event that the metric names is declared with the measurement, and so are the declared events that its
/// patterns match with the same unit. A unit, a description or a type that is given is never replaced.</para>
/// <para>A measurement that is declared as a duration has the unit second. If a unit is given that the declared one can be converted to,
/// plain numbers are converted to it.</para>
/// </remarks>
public static class DeclaredMetrics
{
    /// <summary>Returns a definition with the unit and the description that are declared. A registry does it for each definition that is
    /// added, with <see cref="EventDeclarations.Default"/>.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="declarations">The declarations.</param>
    /// <returns>The completed definition; the same one if there is nothing to complete.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="MetricException">The definition names no events, or invalid ones.</exception>
    public static MetricDefinition Complete(MetricDefinition definition, EventDeclarations declarations)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(declarations);
        if (definition is { Unit: not null, FromUnit: not null, Description: not null })
        {
            return definition;
        }

        DeclaredSource source = DeclaredSource.Of(definition, declarations);
        (string? unit, string? fromUnit) = source.UnitsFor(definition);
        string? description = definition.Description ?? source.DescriptionFor(definition);
        return unit == definition.Unit && fromUnit == definition.FromUnit && description == definition.Description
            ? definition
            : definition.With(unit, fromUnit, description);
    }

    /// <summary>Returns the type of metric that is declared for a measurement; null if none is, or if its events declare different
    /// ones.</summary>
    /// <param name="definition">A definition, whose type does not matter.</param>
    /// <param name="declarations">The declarations.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="MetricException">The definition names no events, or invalid ones.</exception>
    public static MetricType? TypeOf(MetricDefinition definition, EventDeclarations declarations)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(declarations);
        return DeclaredSource.Of(definition, declarations).MetricType;
    }
}
