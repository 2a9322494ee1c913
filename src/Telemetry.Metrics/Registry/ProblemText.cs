namespace Telemetry.Metrics;

/// <summary>The texts of problems.</summary>
internal static class ProblemText
{
    internal static string Of(MetricDefinition definition, string measurement, MetricProblem problem, EventName name, Exception? exception)
    {
        string metric = $"The metric '{definition.Name}' ";
        return problem switch
        {
            MetricProblem.MissingMeasurement =>
                $"{metric}did not record an event '{name}' that has no measurement '{measurement}'. Correct the key of the measurement, "
                + "or add a condition that leaves such events out.",
            MetricProblem.NotFinite =>
                $"{metric}did not record an event '{name}' whose '{measurement}' is infinite or not a number (NaN).",
            MetricProblem.NotNumeric =>
                $"{metric}did not record an event '{name}' whose '{measurement}' is not a number.",
            MetricProblem.UnitMismatch =>
                $"{metric}did not record an event '{name}' whose '{measurement}' is a time, which cannot be converted to the unit "
                + $"'{definition.Unit}'.",
            MetricProblem.Negative =>
                $"{metric}did not record an event '{name}' whose '{measurement}' is negative, as its values only add up. Allow "
                + "negative values if the sum may go down.",
            MetricProblem.FilterFailed => $"{metric}did not record an event '{name}', as its filter failed: {exception?.Message}",
            MetricProblem.TagFailed => $"{metric}did not record an event '{name}', as a tag could not be read: {exception?.Message}",
            MetricProblem.ReaderFailed => $"{metric}did not record an event '{name}', as its value could not be read: {exception?.Message}",
            MetricProblem.MissingTag when definition.SkipMissingTag =>
                $"{metric}did not record an event '{name}' that has no value for one of the tags {TagsOf(definition)}.",
            MetricProblem.MissingTag =>
                $"{metric}recorded an event '{name}' that has no value for one of the tags {TagsOf(definition)}: the value is empty.",
            _ =>
                $"{metric}has {definition.SeriesLimit} series, the most it may have. Events of others are recorded together, as "
                + $"'{SeriesTable.OtherValue}'. Leave out the tag that has a value for each event, or raise the limit.",
        };
    }

    private static string TagsOf(MetricDefinition definition) => string.Join(", ", definition.Tags.Select(tag => $"'{tag.Name}'"));
}
