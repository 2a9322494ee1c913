namespace Telemetry.Metrics;

/// <summary>The rules for the name of a metric, its events and its measurement.</summary>
internal static class SourceRules
{
    /// <summary>Returns the events: the given ones, or the one in the name.</summary>
    internal static EventPattern[] PatternsOf(MetricDefinition definition)
    {
        EventName name = NameOf(definition);
        if (definition.Events.Count == 0)
        {
            return [EventPattern.FromName(EventIn(name) ?? throw NoEvent(definition))];
        }

        return [.. definition.Events.Select(pattern => Parse(definition, pattern)).Distinct()];
    }

    /// <summary>Returns the key of the measurement: the given one, or the one in the name.</summary>
    internal static string MeasurementKeyOf(MetricDefinition definition)
    {
        if (definition.Measurement is { } measurement && string.IsNullOrWhiteSpace(measurement))
        {
            throw MetricErrors.Of(
                MetricErrorKind.InvalidMetricName,
                definition,
                "its measurement has no name. Write the key of the measurement, or leave it out to use the last segment of the name.",
                measurement);
        }

        int ways = (definition.Measurement is null ? 0 : 1) + (definition.Reader is null ? 0 : 1) + (definition.Value is null ? 0 : 1);
        if (ways > 1)
        {
            throw MetricErrors.Of(
                MetricErrorKind.InvalidMetricName,
                definition,
                "its value has more than one origin. Give a measurement, a function or a constant, and only one of them.",
                definition.Measurement);
        }

        return definition.Measurement ?? definition.Name.Substring(definition.Name.LastIndexOf('.') + 1);
    }

    private static EventName NameOf(MetricDefinition definition)
    {
        try
        {
            return EventName.Parse(definition.Name);
        }
        catch (FormatException e)
        {
            throw new MetricException(
                MetricErrorKind.InvalidMetricName,
                "The name of a metric is written like that of an event, and ends with the measurement, as in "
                + $"'web.request.stop.duration'. {e.Message}",
                definition.Name,
                e);
        }
    }

    private static EventName? EventIn(EventName name)
    {
        string text = name.ToString();
        int end = text.LastIndexOf('.');
        return end < 0 ? null : EventName.Parse(text.Substring(0, end));
    }

    private static EventPattern Parse(MetricDefinition definition, string? pattern)
    {
        try
        {
            return EventPattern.Parse(pattern ?? string.Empty);
        }
        catch (FormatException e)
        {
            throw new MetricException(
                MetricErrorKind.InvalidMetricName,
                MetricErrors.Of(MetricErrorKind.InvalidMetricName, definition, e.Message, pattern).Message,
                pattern,
                e);
        }
    }

    private static MetricException NoEvent(MetricDefinition definition) => MetricErrors.Of(
        MetricErrorKind.InvalidMetricName,
        definition,
        "its name has one segment, and so names no event. Write the event and the measurement, as in 'web.request.stop.duration', "
        + "or give the events separately.",
        definition.Name);
}
