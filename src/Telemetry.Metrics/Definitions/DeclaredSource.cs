namespace Telemetry.Metrics;

/// <summary>The declared events that a metric is made of, and the declarations of its measurement.</summary>
internal sealed class DeclaredSource
{
    private readonly EventDeclaration[] _events;

    // Empty if an event that the metric names does not declare the measurement, or if the units differ.
    private readonly MeasurementDeclaration[] _measurements;

    private DeclaredSource(EventDeclaration[] events, MeasurementDeclaration[] measurements)
    {
        _events = events;
        _measurements = measurements;
    }

    /// <summary>The declared type of metric; null if there is none, or if the events declare different ones.</summary>
    internal MetricType? MetricType =>
        Same(_measurements, declared => declared.MetricType) is { } name && Enum.TryParse(name, ignoreCase: true, out MetricType type)
            ? type
            : null;

    private MeasurementDeclaration? Measurement => _measurements.Length == 0 ? null : _measurements[0];

    // A point in time has no unit, and a word that is not one would be refused.
    private string? Unit => Measurement switch
    {
        null or { Type: DeclaredType.Time } => null,
        { Type: DeclaredType.Duration } => "second",
        { Unit: { } unit } when !unit.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)) => unit,
        _ => null,
    };

    internal static DeclaredSource Of(MetricDefinition definition, EventDeclarations declarations)
    {
        string key = SourceRules.MeasurementKeyOf(definition);
        var events = new List<EventDeclaration>();
        var measurements = new List<MeasurementDeclaration?>();
        foreach (EventPattern pattern in SourceRules.PatternsOf(definition))
        {
            EventDeclaration[] declared = DeclaredBy(pattern, declarations);
            MeasurementDeclaration[] fields = [.. declared.Select(declaration => Find(declaration, key)).OfType<MeasurementDeclaration>()];
            events.AddRange(declared);
            measurements.AddRange(fields);
            if (fields.Length == 0 && !pattern.HasWildcards)
            {
                measurements.Add(null);
            }
        }

        bool agree = measurements.TrueForAll(field =>
            field is not null
            && (field.Type == DeclaredType.Duration) == (measurements[0]!.Type == DeclaredType.Duration)
            && field.Unit == measurements[0]!.Unit);
        return new DeclaredSource([.. events], agree ? [.. measurements.OfType<MeasurementDeclaration>()] : []);
    }

    /// <summary>Returns the unit of the metric, and the unit of its plain numbers.</summary>
    internal (string? Unit, string? FromUnit) UnitsFor(MetricDefinition definition)
    {
        if (Unit is not { } declared || definition.Type == Metrics.MetricType.Counter || definition.FromUnit is not null
            || definition.Value is not null || definition.Reader is not null)
        {
            return (definition.Unit, definition.FromUnit);
        }

        if (definition.Unit is not { } given)
        {
            return (declared, null);
        }

        var from = MetricUnit.Of(declared);
        var to = MetricUnit.Of(given);
        bool isConverted = from.Dimension == to.Dimension && from.Dimension != UnitDimension.Other && from.Name != to.Name
            && Measurement!.Type != DeclaredType.Duration;
        return (given, isConverted ? declared : null);
    }

    /// <summary>Returns the meaning of the measurement or, for a counter, the description of its event; null if there is none.</summary>
    internal string? DescriptionFor(MetricDefinition definition) => definition.Type == Metrics.MetricType.Counter
        ? Same(_events, declaration => declaration.Description)
        : definition.Value is null && definition.Reader is null ? Same(_measurements, field => field.Description) : null;

    private static EventDeclaration[] DeclaredBy(EventPattern pattern, EventDeclarations declarations) =>
        pattern.EventName is not { } name ? [.. declarations.List().Where(declaration => pattern.IsMatch(declaration.Name))]
        : declarations.TryGet(name, out EventDeclaration? declared) ? [declared]
        : [];

    private static MeasurementDeclaration? Find(EventDeclaration declaration, string key) =>
        declaration.Measurements.FirstOrDefault(field => string.Equals(field.Key, key, StringComparison.OrdinalIgnoreCase));

    private static string? Same<T>(T[] items, Func<T, string?> textOf)
    {
        string? text = items.Length == 0 ? null : textOf(items[0]);
        return string.IsNullOrEmpty(text) || !Array.TrueForAll(items, item => textOf(item) == text) ? null : text;
    }
}
