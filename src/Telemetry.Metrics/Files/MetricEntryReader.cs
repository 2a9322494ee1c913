namespace Telemetry.Metrics;

/// <summary>Reads the definition of a metric from its entry in a file.</summary>
internal sealed class MetricEntryReader
{
    private static readonly string[] s_types = Array.ConvertAll(
        [MetricType.Counter, MetricType.Sum, MetricType.LastValue, MetricType.Summary, MetricType.Distribution],
        type => type.ToString());

    private readonly MetricDataNode _entry;
    private readonly DataMap _map;
    private readonly FileErrors _errors;
    private readonly string _prefix;

    internal MetricEntryReader(MetricDataNode entry, string place, string prefix, FileErrors errors)
    {
        _entry = entry;
        _errors = errors;
        _prefix = prefix;
        string name = entry.Find(MetricOption.Name)?.Value is string text ? $" ('{MetricErrors.Printable(text)}')" : string.Empty;
        _map = new DataMap(entry, place + name, errors);
    }

    /// <summary>Returns the definition, checked; null if there are errors.</summary>
    internal MetricDefinition? Read()
    {
        if (_entry.Entries is null)
        {
            _map.AddError(_entry, MetricErrorKind.InvalidMetricFile, $"it is {_entry}. Write a map with the options of a metric.");
            return null;
        }

        int before = _errors.Count;
        _map.CheckKeys(MetricOption.All);
        string? name = ReadName();
        MetricType? type = ReadType();
        MetricDefinition? definition = ReadOptions(name ?? string.Empty, type ?? default);
        return _errors.Count == before && IsValid(definition) ? definition : null;
    }

    private MetricDefinition ReadOptions(string name, MetricType type) => new(name, type)
    {
        Events = _map.Texts(MetricOption.EventName),
        Measurement = _map.Text(MetricOption.Measurement),
        Value = _map.Number(MetricOption.Value),
        Tags = [.. ReadTags()],
        Where = ReadConditions(MetricOption.Where),
        WhereNot = ReadConditions(MetricOption.WhereNot),
        Unit = _map.Text(MetricOption.Unit),
        FromUnit = _map.Text(MetricOption.FromUnit),
        Buckets = _map.Numbers(MetricOption.Bucket),
        Description = _map.Text(MetricOption.Description),
        SeriesLimit = ReadSeriesLimit(),
        Lifetime = _map.Duration(MetricOption.Lifetime),
        PerPoll = _map.Flag(MetricOption.PerPoll),
        AllowNegative = _map.Flag(MetricOption.AllowNegative),
        RunningTotal = _map.Flag(MetricOption.RunningTotal),
        TagValues = _map.ValuesByKey(MetricOption.TagValue).ToDictionary(pair => pair.Key, pair => pair.Value),
        SkipMissingTag = _map.Flag(MetricOption.SkipMissingTag),
        Group = _map.Text(MetricOption.Group),
    };

    private string? ReadName()
    {
        if (_map.Find(MetricOption.Name) is null)
        {
            _map.AddError(_entry, MetricErrorKind.InvalidMetricName, "it has no name. Add the option Name.");
            return null;
        }

        return _map.Text(MetricOption.Name) is { } name ? _prefix + name : null;
    }

    private MetricType? ReadType()
    {
        if (_map.Find(MetricOption.Type) is not { } node)
        {
            _map.AddError(
                _entry,
                MetricErrorKind.InvalidMetricType,
                $"it has no type. Add the option Type: {string.Join(", ", s_types)}.");
            return null;
        }

        if (_map.TextOf(MetricOption.Type, node) is not { } text)
        {
            return null;
        }

        int index = Array.FindIndex(s_types, type => string.Equals(type, text, StringComparison.OrdinalIgnoreCase));
        if (index < 0)
        {
            _map.AddError(
                node, MetricErrorKind.InvalidMetricType, $"there is no type {node}. {NearestWord.Hint(text, s_types)}");
        }

        return index < 0 ? null : (MetricType)index;
    }

    private IEnumerable<MetricTag> ReadTags()
    {
        if (_map.Find(MetricOption.Tag) is not { Entries: { } keys })
        {
            return _map.Texts(MetricOption.Tag).Select(tag => new MetricTag(tag));
        }

        return keys
            .Select(tag => (tag.Key, Value: _map.TextOf($"{MetricOption.Tag}.{tag.Key}", tag.Value)))
            .Where(tag => tag.Value is not null)
            .Select(tag => new MetricTag(tag.Key, tag.Value!));
    }

    private List<EventCondition> ReadConditions(string option)
    {
        int before = _errors.Count;
        var conditions = new List<EventCondition>();
        foreach (KeyValuePair<string, IReadOnlyList<MetadataValue>> pair in _map.ValuesByKey(option))
        {
            try
            {
                conditions.Add(new EventCondition(pair.Key, pair.Value));
            }
            catch (ArgumentException e)
            {
                // A condition without values may be the consequence of one whose value was refused.
                if (_errors.Count == before)
                {
                    _map.AddError(_entry, MetricErrorKind.InvalidFilter, $"{option}: {e.Message}", e);
                }
            }
        }

        return conditions;
    }

    private int ReadSeriesLimit()
    {
        if (_map.Number(MetricOption.SeriesLimit) is not { } number)
        {
            return MetricDefinition.DefaultSeriesLimit;
        }

        bool isInteger = number is >= int.MinValue and <= int.MaxValue && Math.Floor(number) == number;
        if (!isInteger)
        {
            _map.AddWrongType(MetricOption.SeriesLimit, _map.Find(MetricOption.SeriesLimit)!, "a whole number");
        }

        return isInteger ? (int)number : MetricDefinition.DefaultSeriesLimit;
    }

    private bool IsValid(MetricDefinition definition)
    {
        try
        {
            MetricPlan.Create(definition);
            return true;
        }
        catch (MetricException e)
        {
            _map.AddError(_entry, e.Kind, e.Message, e);
            return false;
        }
    }
}
