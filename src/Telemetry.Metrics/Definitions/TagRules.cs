namespace Telemetry.Metrics;

/// <summary>The rules for the tags of a metric, and for the labels that they become when it is exported.</summary>
internal static class TagRules
{
    internal static void Check(MetricDefinition definition)
    {
        var tags = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (MetricTag? tag in definition.Tags)
        {
            string? problem = FindProblem(tag) ?? FindProblem(definition.Type, tag!.Name);
            if (problem is not null)
            {
                throw MetricErrors.Of(MetricErrorKind.InvalidTag, definition, problem, tag?.Name);
            }

            string label = ExportedName.OfTag(tag!.Name);
            if (tags.TryGetValue(label, out string? other))
            {
                throw MetricErrors.Of(
                    MetricErrorKind.InvalidTag,
                    definition,
                    string.Equals(other, tag.Name, StringComparison.OrdinalIgnoreCase)
                        ? $"it has the tag '{tag.Name}' twice. Remove one of them."
                        : $"its tags '{other}' and '{tag.Name}' would both be exported as the label '{label}'. Rename one of them.",
                    tag.Name);
            }

            tags.Add(label, tag.Name);
        }
    }

    private static string? FindProblem(MetricTag? tag) =>
        tag is null || string.IsNullOrWhiteSpace(tag.Name) ? "a tag has no name. Name each tag, or remove it."
        : tag.Name.Any(char.IsControl)
            ? $"the name of the tag '{MetricErrors.Printable(tag.Name)}' contains a line break or another control character. Remove it."
        : tag.Key is not null && string.IsNullOrWhiteSpace(tag.Key)
            ? $"the tag '{tag.Name}' has no key. Write the key of its value in the metadata."
        : null;

    private static string? FindProblem(MetricType type, string name)
    {
        string label = ExportedName.OfTag(name);
        return label.StartsWith("__", StringComparison.Ordinal)
                ? $"the tag '{name}' would be exported as the label '{label}', and labels that begin with two underscores are "
                    + "reserved by Prometheus. Choose another name."
            : type == MetricType.Distribution && label == "le"
                ? $"the tag '{name}' would be exported as the label 'le', which a distribution has for the bounds of its buckets. "
                    + "Choose another name."
            : type == MetricType.Summary && label == "quantile"
                ? $"the tag '{name}' would be exported as the label 'quantile', which a summary has for its quantiles. "
                    + "Choose another name."
            : null;
    }
}
