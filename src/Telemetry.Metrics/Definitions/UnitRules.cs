namespace Telemetry.Metrics;

/// <summary>The rules for the units of a metric.</summary>
internal static class UnitRules
{
    internal static ValueConversion ConversionOf(MetricDefinition definition)
    {
        MetricUnit? unit = Parse(definition, definition.Unit);
        MetricUnit? fromUnit = Parse(definition, definition.FromUnit);
        string? problem = fromUnit is null ? null
            : unit is null ? $"its measurements are in '{fromUnit.Name}', but it has no unit to convert them to. Give it a unit, too."
            : !CanConvert(fromUnit, unit)
                ? $"its measurements cannot be converted from '{fromUnit.Name}' to '{unit.Name}'. Use two units of one quantity: "
                    + MetricUnit.KnownNames + "."
            : null;
        return problem is null
            ? new ValueConversion(unit, fromUnit)
            : throw MetricErrors.Of(MetricErrorKind.InvalidUnit, definition, problem, definition.FromUnit);
    }

    private static MetricUnit? Parse(MetricDefinition definition, string? unit)
    {
        if (unit is null)
        {
            return null;
        }

        if (unit.Length == 0 || unit.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
        {
            throw MetricErrors.Of(
                MetricErrorKind.InvalidUnit,
                definition,
                $"'{MetricErrors.Printable(unit)}' is not a unit. Write one word, which is converted if it is one of "
                + MetricUnit.KnownNames + ".",
                unit);
        }

        return MetricUnit.Of(unit);
    }

    private static bool CanConvert(MetricUnit from, MetricUnit to) => from.Dimension == UnitDimension.Other
        ? string.Equals(from.Name, to.Name, StringComparison.OrdinalIgnoreCase)
        : from.Dimension == to.Dimension;
}
