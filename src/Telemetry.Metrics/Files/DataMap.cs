using System.Globalization;

namespace Telemetry.Metrics;

/// <summary>Reads the entries of a map as values of given types. An entry of another type is an error, and one that is null is left
/// out.</summary>
/// <param name="map">The map.</param>
/// <param name="place">The description of the map, which begins each message.</param>
/// <param name="errors">The errors of the file.</param>
internal sealed class DataMap(MetricDataNode map, string place, FileErrors errors)
{
    internal void AddError(MetricDataNode at, MetricErrorKind kind, string problem, Exception? cause = null) =>
        errors.Add(at, kind, $"{place}: {problem}", cause);

    /// <summary>Reports the keys that are not known.</summary>
    internal void CheckKeys(IReadOnlyList<string> known)
    {
        foreach (KeyValuePair<string, MetricDataNode> entry in map.Entries ?? [])
        {
            if (!known.Contains(entry.Key, StringComparer.OrdinalIgnoreCase))
            {
                AddError(
                    entry.Value,
                    MetricErrorKind.UnknownMetricOption,
                    $"there is no option '{MetricErrors.Printable(entry.Key)}'. {NearestWord.Hint(entry.Key, known)}");
            }
        }
    }

    internal MetricDataNode? Find(string key) => map.Find(key) is { IsNull: false } node ? node : null;

    internal string? Text(string key) => Find(key) is { } node ? TextOf(key, node) : null;

    internal bool Flag(string key)
    {
        if (Find(key) is not { } node)
        {
            return false;
        }

        bool? flag = node.IsUntyped && bool.TryParse(node.Value as string, out bool parsed) ? parsed : node.Value as bool?;
        if (flag is null)
        {
            AddWrongType(key, node, "true or false");
        }

        return flag is true;
    }

    internal double? Number(string key) => Find(key) is { } node ? NumberOf(key, node) : null;

    /// <summary>Reads a duration: a text such as <c>10s</c>, or a number of seconds.</summary>
    internal TimeSpan? Duration(string key)
    {
        if (Find(key) is not { } node)
        {
            return null;
        }

        // A number of seconds has the same text as one that is written in quotes.
        if (node.Value is not null and not bool
            && DurationText.TryParse(TagText.Of(MetadataValue.From(node.Value)), out TimeSpan duration))
        {
            return duration;
        }

        AddWrongType(key, node, DurationText.Forms);
        return null;
    }

    internal string[] Texts(string key) => [.. ItemsOf(key).Select(item => TextOf(key, item)).OfType<string>()];

    internal double[] Numbers(string key) => [.. ItemsOf(key).Select(item => NumberOf(key, item)).OfType<double>()];

    internal IReadOnlyList<MetricDataNode> ItemsOf(string key) => Find(key)?.ItemsOrSelf ?? [];

    /// <summary>Reads a map of keys to values, or to lists of values.</summary>
    internal IEnumerable<KeyValuePair<string, IReadOnlyList<MetadataValue>>> ValuesByKey(string key)
    {
        if (Find(key) is not { } node)
        {
            yield break;
        }

        if (node.Entries is null)
        {
            AddWrongType(key, node, "a map of keys to values");
        }

        foreach (KeyValuePair<string, MetricDataNode> entry in node.Entries ?? [])
        {
            IReadOnlyList<MetricDataNode> items = entry.Value.ItemsOrSelf;
            if (items.FirstOrDefault(item => !item.IsScalar) is { } nested)
            {
                AddWrongType($"{key}.{entry.Key}", nested, "a value, or a list of values");
            }

            yield return new(entry.Key, [.. items.Where(item => item.IsScalar).Select(item => MetadataValue.From(item.Value))]);
        }
    }

    internal string? TextOf(string key, MetricDataNode node)
    {
        if (node.Value is not string)
        {
            AddWrongType(key, node, "text");
        }

        return node.Value as string;
    }

    internal void AddWrongType(string key, MetricDataNode node, string expected) => AddError(
        node, MetricErrorKind.InvalidMetricFile, $"{MetricErrors.Printable(key)} is {node}. Write {expected}.");

    private double? NumberOf(string key, MetricDataNode node)
    {
        if (MetadataValue.From(node.Value).TryGetDouble(out double number)
            || (node.IsUntyped && double.TryParse(node.Value as string, NumberStyles.Float, CultureInfo.InvariantCulture, out number)))
        {
            return number;
        }

        AddWrongType(key, node, "a number");
        return null;
    }
}
