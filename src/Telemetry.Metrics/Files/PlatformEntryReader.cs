namespace Telemetry.Metrics;

/// <summary>Reads the polls and the sources of a file of definitions from their entries.</summary>
/// <param name="path">The path of the file, for messages.</param>
/// <param name="errors">The errors of the file.</param>
internal sealed class PlatformEntryReader(string path, FileErrors errors)
{
    private const string BuiltIn = "BuiltIn";
    private const string Name = "Name";
    private const string Interval = "Interval";
    private const string OnCollect = "OnCollect";
    private const string Via = "Via";
    private const string Prefix = "Prefix";
    private const string Tag = "Tag";
    private static readonly string[] s_pollOptions = [BuiltIn, Name, Interval, OnCollect];
    private static readonly string[] s_sourceOptions = [Name, Via, Prefix, Tag, Interval];
    private static readonly string[] s_kinds = ["Activity", "Meter", "DiagnosticListener"];

    /// <summary>Returns a poll; null if there are errors.</summary>
    internal MetricFilePoll? ReadPoll(MetricDataNode entry, int number)
    {
        int before = errors.Count;
        string place = Describe("poll", number, entry.Find(Name) ?? entry.Find(BuiltIn));
        DataMap map = Open(entry, place, s_pollOptions);
        if (ReadRequired(entry, map, BuiltIn, "a poll of a file is one of the built-in ones") is { } builtIn)
        {
            var poll = new MetricFilePoll(builtIn, PlaceOf(entry, place))
            {
                Name = map.Text(Name) is { Length: > 0 } name ? name : builtIn,
                Interval = map.Duration(Interval),
                OnCollect = map.Flag(OnCollect),
            };
            return errors.Count == before ? poll : null;
        }

        return null;
    }

    /// <summary>Returns a source; null if there are errors.</summary>
    internal MetricFileSource? ReadSource(MetricDataNode entry, int number)
    {
        int before = errors.Count;
        string place = Describe("source", number, entry.Find(Name));
        DataMap map = Open(entry, place, s_sourceOptions);
        if (ReadRequired(entry, map, Name, "it has no name") is { } name)
        {
            var source = new MetricFileSource(name, PlaceOf(entry, place))
            {
                Via = ReadKind(map),
                Prefix = map.Text(Prefix),
                Tags = map.Find(Tag) is null ? null : map.Texts(Tag),
                Interval = map.Duration(Interval),
            };
            return errors.Count == before ? source : null;
        }

        return null;
    }

    private static string Describe(string kind, int number, MetricDataNode? name) =>
        name?.Value is string text ? $"{kind} {number} ('{MetricErrors.Printable(text)}')" : $"{kind} {number}";

    private string PlaceOf(MetricDataNode entry, string place) => $"{entry.PlaceIn(path)}: {place}";

    private DataMap Open(MetricDataNode entry, string place, string[] options)
    {
        var map = new DataMap(entry, place, errors);
        map.CheckKeys(options);
        return map;
    }

    private static string? ReadRequired(MetricDataNode entry, DataMap map, string option, string problem)
    {
        if (map.Find(option) is { } node && (node.Value as string)?.Trim().Length != 0)
        {
            return map.TextOf(option, node)?.Trim();
        }

        map.AddError(entry, MetricErrorKind.InvalidMetricFile, $"{problem}. Add the option {option}.");
        return null;
    }

    private static string? ReadKind(DataMap map)
    {
        if (map.Text(Via) is not { } text)
        {
            return null;
        }

        string? kind = Array.Find(s_kinds, known => string.Equals(known, text, StringComparison.OrdinalIgnoreCase));
        if (kind is null)
        {
            MetricDataNode node = map.Find(Via)!;
            map.AddError(
                node, MetricErrorKind.InvalidMetricFile, $"there is no kind {node} of sources. {NearestWord.Hint(text, s_kinds)}");
        }

        return kind;
    }
}
