using System.Globalization;

namespace Telemetry.Alerts;

/// <summary>Definitions and tags as text for people.</summary>
internal static class AlertText
{
    private static readonly (string Suffix, long Ticks)[] s_units =
    [
        ("d", TimeSpan.TicksPerDay), ("h", TimeSpan.TicksPerHour), ("m", TimeSpan.TicksPerMinute), ("s", TimeSpan.TicksPerSecond),
    ];

    /// <summary>Returns the condition in short, such as <c>3 check.run.exception within 5m</c>.</summary>
    internal static string Condition(AlertDefinition definition)
    {
        if (!definition.IsOnMetric)
        {
            return $"{definition.Count} {string.Join(", ", definition.Events)}"
                + (definition.Within is { } within ? $" within {Of(within)}" : definition.Count > 1 ? " in a row" : string.Empty);
        }

        string number = definition.Statistic is null or AlertStatistic.Value
            ? definition.Metric!
            : $"{definition.Statistic} of {definition.Metric}";
        string[] limits =
        [
            .. definition.Above is { } above ? [$"above {Of(above)}"] : Array.Empty<string>(),
            .. definition.Below is { } below ? [$"below {Of(below)}"] : Array.Empty<string>(),
        ];
        return $"{number} {string.Join(" or ", limits)}"
            + (definition.For > TimeSpan.Zero ? $" for {Of(definition.For)}" : string.Empty);
    }

    /// <summary>Returns the tags as <c>key=value, key=value</c>; empty without tags.</summary>
    internal static string Tags(IReadOnlyList<string> names, IReadOnlyList<string> values) =>
        string.Join(", ", names.Select((name, index) => $"{name}={values[index]}"));

    internal static string Of(double number) => number.ToString("G6", CultureInfo.InvariantCulture);

    /// <summary>Returns a duration with the largest unit of which it is a whole number, from days to milliseconds.</summary>
    internal static string Of(TimeSpan duration)
    {
        (string suffix, long ticks) = Array.Find(s_units, unit => duration.Ticks % unit.Ticks == 0 && duration.Ticks != 0);
        return suffix is not null
            ? (duration.Ticks / ticks).ToString(CultureInfo.InvariantCulture) + suffix
            : duration.TotalMilliseconds.ToString("0.###", CultureInfo.InvariantCulture) + "ms";
    }
}
