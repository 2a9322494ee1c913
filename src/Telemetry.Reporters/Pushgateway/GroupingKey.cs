using System.Text;
using Telemetry.Metrics;

namespace Telemetry.Reporters;

/// <summary>The labels that all groups of a reporter have, and those of which the values tell its groups apart. Immutable.</summary>
internal sealed class GroupingKey
{
    private const string Job = "job";

    private readonly HashSet<string> _fixed;

    /// <exception cref="ReporterException">A label is not valid.</exception>
    internal GroupingKey(PushgatewayReporterOptions options)
    {
        if (string.IsNullOrEmpty(options.Job))
        {
            throw Invalid("The job is empty. Give it a name, such as that of the script.", options.Job);
        }

        _fixed = new HashSet<string>(options.GroupingKey.Keys, StringComparer.Ordinal);
        foreach (string label in _fixed)
        {
            RequireLabel(label);
        }

        GroupLabels = [.. options.GroupTags.Select(ExportedName.OfTag)];
        foreach (string label in GroupLabels)
        {
            RequireLabel(label);
        }

        if (GroupLabels.FirstOrDefault(_fixed.Contains) is { } both)
        {
            throw Invalid($"The label '{both}' is in the grouping key, and the tag '{both}' adds it again. Leave one of them out.", both);
        }

        if (GroupLabels.Distinct(StringComparer.Ordinal).Count() < GroupLabels.Count)
        {
            throw Invalid("Two of the tags that make groups have the same label. Leave one of them out.", string.Join(", ", GroupLabels));
        }

        _fixed.Add(Job);
        var path = new StringBuilder("/metrics");
        Append(path, Job, options.Job);
        foreach (KeyValuePair<string, string> label in options.GroupingKey.OrderBy(label => label.Key, StringComparer.Ordinal))
        {
            Append(path, label.Key, label.Value ?? string.Empty);
        }

        Path = path.ToString();
    }

    /// <summary>The labels of the tags whose values make groups.</summary>
    internal IReadOnlyList<string> GroupLabels { get; }

    /// <summary>The path of the group that has no value of a tag.</summary>
    internal string Path { get; }

    /// <summary>Returns the label of a metric that is in the grouping key, where the server overwrites its values; null for
    /// none.</summary>
    internal string? OverwrittenLabelOf(MetricDefinition definition) => definition.Tags
        .Select(tag => ExportedName.OfTag(tag.Name))
        .Concat(definition.Type switch
        {
            MetricType.Distribution => ["le"],
            MetricType.Summary => ["quantile"],
            _ => [],
        })
        .FirstOrDefault(_fixed.Contains);

    /// <summary>Adds a label and its value to a path.</summary>
    internal static void Append(StringBuilder path, string label, string value)
    {
        path.Append('/').Append(label);

        // Servers and proxies do not tell an escaped slash from a slash, and resolve segments of dots.
        if (value.Length > 0 && value.IndexOf('/') < 0 && value.Trim('.').Length > 0)
        {
            path.Append('/').Append(Uri.EscapeDataString(value));
            return;
        }

        // The sign of padding is the value of an empty one, as the segment would be missing.
        string encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(value)).Replace('+', '-').Replace('/', '_').TrimEnd('=');
        path.Append("@base64/").Append(encoded.Length == 0 ? "=" : encoded);
    }

    private static void RequireLabel(string label)
    {
        if (label == Job)
        {
            throw Invalid("The label 'job' is in each grouping key already. Set the job instead.", label);
        }

        bool isValid = label.Length > 0
            && !label.StartsWith("__", StringComparison.Ordinal)
            && label[0] is not (>= '0' and <= '9')
            && label.All(c => c is '_' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9'));
        if (!isValid)
        {
            throw Invalid(
                $"'{label}' is not a label of a grouping key. Use letters, digits and underscores, with no digit and no two underscores"
                    + " at the beginning.",
                label);
        }
    }

    private static ReporterException Invalid(string message, string? target) =>
        new(ReporterErrorKind.InvalidGroupingKey, message, target);
}
