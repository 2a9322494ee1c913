namespace Telemetry.Metrics;

/// <summary>A checked definition, with everything prepared that recording needs. Immutable.</summary>
internal sealed class MetricPlan
{
    private MetricPlan(MetricDefinition definition)
    {
        Definition = definition;
        Patterns = SourceRules.PatternsOf(definition);
        MeasurementKey = SourceRules.MeasurementKeyOf(definition);
        TypeRules.Check(definition);
        TagRules.Check(definition);
        DeclaredSeries = DeclaredTagValues.SeriesOf(definition);
        Conversion = UnitRules.ConversionOf(definition);
        Conditions = ConditionRules.ConditionsOf(definition);
    }

    internal MetricDefinition Definition { get; }

    /// <summary>The events, at least one; each pattern once.</summary>
    internal EventPattern[] Patterns { get; }

    /// <summary>The key of the measurement, also where a function, a constant or the number of events takes its place.</summary>
    internal string MeasurementKey { get; }

    /// <summary>The conditions; null if there are none.</summary>
    internal EventConditions? Conditions { get; }

    internal ValueConversion Conversion { get; }

    /// <summary>The values of the tags, in the order of the tags, for each series that exists from the start. Empty if a tag has
    /// no declared values, or if there are no tags.</summary>
    internal string[][] DeclaredSeries { get; }

    /// <summary>Whether negative values are refused: a counter, or a sum that only goes up.</summary>
    internal bool IsMonotonic => Definition.IsMonotonic;

    /// <summary>Checks a definition by all rules that concern no other metric.</summary>
    /// <param name="definition">The definition.</param>
    /// <exception cref="ArgumentNullException"><paramref name="definition"/> is null.</exception>
    /// <exception cref="MetricException">The definition is not valid.</exception>
    internal static MetricPlan Create(MetricDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return new MetricPlan(definition);
    }
}
