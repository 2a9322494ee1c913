namespace Telemetry.Metrics;

/// <summary>Reads the content of a file of definitions, and finds all its errors.</summary>
internal sealed class MetricFileReader
{
    private const string Prefix = "Prefix";
    private const string Metrics = "Metrics";
    private const string Polls = "Polls";
    private const string Sources = "Sources";
    private static readonly string[] s_parts = [Prefix, Metrics, Polls, Sources];

    private readonly string _path;
    private readonly FileErrors _errors;
    private readonly MetricDataNode _root;
    private readonly DataMap _map;

    internal MetricFileReader(MetricDataNode root, string path)
    {
        _path = path;
        _errors = new FileErrors(path);
        _root = root;
        _map = new DataMap(root, "The file", _errors);
    }

    internal MetricFileContent Read()
    {
        if (_root.Entries is null)
        {
            _map.AddError(
                _root, MetricErrorKind.InvalidMetricFile, $"it is {_root}. Write a map with the list {Metrics}.");
        }

        _map.CheckKeys(s_parts);
        List<MetricDefinition> metrics = ReadMetrics();
        MetricDataNode[] polls = [.. ReadMaps(Polls)];
        MetricDataNode[] sources = [.. ReadMaps(Sources)];
        _errors.ThrowIfAny();
        return new MetricFileContent(_path, metrics, polls, sources);
    }

    private List<MetricDefinition> ReadMetrics()
    {
        string prefix = _map.Text(Prefix) is { Length: > 0 } text ? text.TrimEnd('.') + "." : string.Empty;
        var definitions = new List<MetricDefinition>();
        int number = 0;
        foreach (MetricDataNode entry in _map.ItemsOf(Metrics))
        {
            string place = $"metric {++number}";
            if (new MetricEntryReader(entry, place, prefix, _errors).Read() is { } definition
                && IsDistinct(definitions, definition, entry, place))
            {
                definitions.Add(definition);
            }
        }

        return definitions;
    }

    private bool IsDistinct(List<MetricDefinition> definitions, MetricDefinition added, MetricDataNode entry, string place)
    {
        if (definitions.Exists(other => string.Equals(other.Name, added.Name, StringComparison.OrdinalIgnoreCase)))
        {
            _errors.Add(
                entry,
                MetricErrorKind.MetricAlreadyExists,
                $"{place}: The file has a metric '{added.Name}' before this one. Rename or remove one of them.");
            return false;
        }

        try
        {
            MetricNames.ThrowIfCollision(definitions, added);
            return true;
        }
        catch (MetricException e)
        {
            _errors.Add(entry, e.Kind, $"{place}: {e.Message}", e);
            return false;
        }
    }

    private IEnumerable<MetricDataNode> ReadMaps(string part)
    {
        foreach (MetricDataNode item in _map.ItemsOf(part))
        {
            if (item.Entries is null)
            {
                _map.AddWrongType(part, item, "a list of maps");
                continue;
            }

            yield return item;
        }
    }
}
