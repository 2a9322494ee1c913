namespace Telemetry.Metrics;

/// <summary>Turns definitions to the data of a file. Options that have their default are left out.</summary>
internal static class DefinitionData
{
    /// <summary>Returns the data of a whole file.</summary>
    /// <exception cref="MetricException">A definition has a function, or could not be read again.</exception>
    internal static MetricDataNode Of(IEnumerable<MetricDefinition> definitions, string path)
    {
        var errors = new FileErrors(path);
        var metrics = new List<MetricDataNode>();
        foreach (MetricDefinition definition in definitions)
        {
            if (FindObstacle(definition) is { } obstacle)
            {
                errors.Add(
                    MetricDataNode.Scalar(null),
                    MetricErrorKind.InvalidMetricFile,
                    $"The metric '{MetricErrors.Printable(definition.Name)}' cannot be written to a file: {obstacle}");
            }
            else
            {
                metrics.Add(MapOf(OptionsOf(definition)));
            }
        }

        errors.ThrowIfAny();
        MetricDataNode root = MapOf([new("Metrics", MetricDataNode.List(metrics))]);
        _ = new MetricFileReader(root, path).Read();
        return root;
    }

    private static string? FindObstacle(MetricDefinition definition) =>
        definition.Reader is not null
            ? "its measurement is a function. Use the key of a measurement instead, or leave this metric out."
        : definition.Keep is not null
            ? "its filter is a function. Use conditions instead, or leave this metric out."
        : definition.Tags.FirstOrDefault(tag => tag.Reader is not null) is { } tag
            ? $"its tag '{tag.Name}' is read by a function. Use the key of a metadata value instead, or leave this metric out."
        : RepeatedKeyOf(definition.Where) is { } key ? RepeatedKey(key)
        : RepeatedKeyOf(definition.WhereNot) is { } otherKey ? RepeatedKey(otherKey)
        : null;

    // The conditions are a map, which has each key once.
    private static string? RepeatedKeyOf(IReadOnlyList<EventCondition> conditions) => conditions
        .GroupBy(condition => condition.Key, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Skip(1).Any())?.Key;

    private static string RepeatedKey(string key) =>
        $"it has two conditions on '{key}', and a file has one for each key. Merge their values, or leave this metric out.";

    private static IEnumerable<KeyValuePair<string, MetricDataNode?>> OptionsOf(MetricDefinition definition) =>
    [
        new(MetricOption.Name, MetricDataNode.Scalar(definition.Name)),
        new(MetricOption.Type, MetricDataNode.Scalar(definition.Type.ToString())),
        new(MetricOption.EventName, ListOf(definition.Events)),
        new(MetricOption.Measurement, TextOf(definition.Measurement)),
        new(MetricOption.Value, definition.Value is { } value ? MetricDataNode.Scalar(value) : null),
        new(MetricOption.Tag, TagsOf(definition.Tags)),
        new(MetricOption.Where, ConditionsOf(definition.Where)),
        new(MetricOption.WhereNot, ConditionsOf(definition.WhereNot)),
        new(MetricOption.Unit, TextOf(definition.Unit)),
        new(MetricOption.FromUnit, TextOf(definition.FromUnit)),
        new(MetricOption.Bucket, ListOf(definition.Buckets)),
        new(MetricOption.Description, TextOf(definition.Description)),
        new(
            MetricOption.SeriesLimit,
            definition.SeriesLimit == MetricDefinition.DefaultSeriesLimit ? null : MetricDataNode.Scalar(definition.SeriesLimit)),
        new(MetricOption.Lifetime, TextOf(definition.Lifetime is { } lifetime ? DurationText.Of(lifetime) : null)),
        new(MetricOption.PerPoll, FlagOf(definition.PerPoll)),
        new(MetricOption.AllowNegative, FlagOf(definition.AllowNegative)),
        new(MetricOption.RunningTotal, FlagOf(definition.RunningTotal)),
        new(MetricOption.TagValue, ValuesOf(definition.TagValues)),
        new(MetricOption.SkipMissingTag, FlagOf(definition.SkipMissingTag)),
        new(MetricOption.Group, TextOf(definition.Group)),
    ];

    private static MetricDataNode MapOf(IEnumerable<KeyValuePair<string, MetricDataNode?>> entries) => MetricDataNode.Map(
        entries.Where(entry => entry.Value is not null).Select(entry => new KeyValuePair<string, MetricDataNode>(entry.Key, entry.Value!)));

    private static MetricDataNode? TextOf(string? text) => text is null ? null : MetricDataNode.Scalar(text);

    private static MetricDataNode? FlagOf(bool flag) => flag ? MetricDataNode.Scalar(true) : null;

    private static MetricDataNode? ListOf<T>(IReadOnlyList<T> values) =>
        values.Count == 0 ? null : MetricDataNode.List(values.Select(value => MetricDataNode.Scalar(value)));

    private static MetricDataNode? TagsOf(IReadOnlyList<MetricTag> tags) => tags.All(tag => tag.Key == tag.Name)
        ? ListOf([.. tags.Select(tag => tag.Name)])
        : MapOf(tags.Select(tag => new KeyValuePair<string, MetricDataNode?>(tag.Name, MetricDataNode.Scalar(tag.Key))));

    private static MetricDataNode? ConditionsOf(IReadOnlyList<EventCondition> conditions) => conditions.Count == 0
        ? null
        : MapOf(conditions.Select(condition => new KeyValuePair<string, MetricDataNode?>(condition.Key, ValuesOf(condition.Values))));

    private static MetricDataNode? ValuesOf(IReadOnlyDictionary<string, IReadOnlyList<MetadataValue>> values) => values.Count == 0
        ? null
        : MapOf(values.Select(pair => new KeyValuePair<string, MetricDataNode?>(pair.Key, ValuesOf(pair.Value))));

    private static MetricDataNode ValuesOf(IReadOnlyList<MetadataValue> values) => values.Count == 1
        ? ValueOf(values[0])
        : MetricDataNode.List(values.Select(ValueOf));

    private static MetricDataNode ValueOf(MetadataValue value) => MetricDataNode.Scalar(
        value.Kind == MetadataValueKind.Null ? null
        : value.TryGetBoolean(out bool flag) ? flag
        : value.TryGetInt64(out long integer) ? integer
        : value.Kind == MetadataValueKind.Double && value.TryGetDouble(out double number) && !double.IsNaN(number)
            && !double.IsInfinity(number) ? number
        : value.ToCanonicalText());
}
