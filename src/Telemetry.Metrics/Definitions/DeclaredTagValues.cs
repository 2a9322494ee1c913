namespace Telemetry.Metrics;

/// <summary>The series that exist from the start: all combinations of the declared values of the tags.</summary>
internal static class DeclaredTagValues
{
    /// <summary>Returns the values of the tags of each series, in the order of the tags; empty if a tag has no declared values, or
    /// if there are no tags.</summary>
    internal static string[][] SeriesOf(MetricDefinition definition)
    {
        string[][] values = ValuesByTag(definition);
        if (values.Length == 0 || values.Any(texts => texts.Length == 0))
        {
            return [];
        }

        CheckLimit(definition, values);
        string[][] series = [[]];
        foreach (string[] texts in values)
        {
            series = [.. series.SelectMany(_ => texts, (before, text) => (string[])[.. before, text])];
        }

        return series;
    }

    private static string[][] ValuesByTag(MetricDefinition definition)
    {
        var values = new string[definition.Tags.Count][];
        foreach (KeyValuePair<string, IReadOnlyList<MetadataValue>> declared in definition.TagValues)
        {
            int index = IndexOf(definition, declared.Key);
            string? problem = index < 0
                    ? $"values are declared for '{MetricErrors.Printable(declared.Key)}', which is not one of its tags. "
                        + TagsOf(definition)
                : values[index] is not null ? $"values of its tag '{declared.Key}' are declared twice. Merge them."
                : declared.Value.Count == 0
                    ? $"no values are declared for its tag '{declared.Key}'. Give at least one, or leave the tag out."
                : null;
            if (problem is not null)
            {
                throw MetricErrors.Of(MetricErrorKind.InvalidTag, definition, problem, declared.Key);
            }

            values[index] = [.. declared.Value.Select(TagText.Of).Distinct(StringComparer.Ordinal)];
        }

        return Array.ConvertAll(values, texts => texts ?? []);
    }

    private static int IndexOf(MetricDefinition definition, string tag)
    {
        int index = definition.Tags.Count - 1;
        while (index >= 0 && !string.Equals(definition.Tags[index].Name, tag, StringComparison.OrdinalIgnoreCase))
        {
            index--;
        }

        return index;
    }

    private static string TagsOf(MetricDefinition definition) => definition.Tags.Count == 0
        ? "It has none: add the tag, or leave the values out."
        : $"Use {string.Join(", ", definition.Tags.Select(tag => $"'{tag.Name}'"))}, or add the tag.";

    private static void CheckLimit(MetricDefinition definition, string[][] values)
    {
        double count = values.Aggregate(1.0, (product, texts) => product * texts.Length);
        if (count > definition.SeriesLimit)
        {
            throw MetricErrors.Of(
                MetricErrorKind.TooManyDeclaredSeries,
                definition,
                $"the declared values of its tags make {count:0} series, and its limit is {definition.SeriesLimit}. "
                + "Declare fewer values, or raise the limit.",
                definition.SeriesLimit);
        }
    }
}
