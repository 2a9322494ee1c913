namespace Telemetry.Metrics;

/// <summary>The content of a file of definitions. Immutable.</summary>
public sealed class MetricFileContent
{
    internal MetricFileContent(
        string path,
        IReadOnlyList<MetricDefinition> metrics,
        IReadOnlyList<MetricDataNode> polls,
        IReadOnlyList<MetricDataNode> sources)
    {
        Path = path;
        Metrics = [.. metrics];
        Polls = polls;
        Sources = sources;
    }

    /// <summary>The path of the file, for messages; for a preset, its name.</summary>
    public string Path { get; }

    /// <summary>The definitions of metrics, checked, in the order of the file.</summary>
    public IReadOnlyList<MetricDefinition> Metrics { get; }

    /// <summary>The polls: a map of options for each. <see cref="ReadPolls"/> checks them.</summary>
    public IReadOnlyList<MetricDataNode> Polls { get; }

    /// <summary>The sources: a map of options for each. <see cref="ReadSources"/> checks them.</summary>
    public IReadOnlyList<MetricDataNode> Sources { get; }

    /// <summary>Reads the options of the polls, in the order of the file. Whether a name is that of built-in measurements is for those
    /// to check who start the polls.</summary>
    /// <exception cref="MetricException">An option is not valid. The message names each error, with the line and the entry.</exception>
    public IReadOnlyList<MetricFilePoll> ReadPolls() => Read(Polls, static (reader, entry, number) => reader.ReadPoll(entry, number));

    /// <summary>Reads the options of the sources, in the order of the file. Whether a source exists is for those to check who enable
    /// the sources.</summary>
    /// <exception cref="MetricException">An option is not valid. The message names each error, with the line and the entry.</exception>
    public IReadOnlyList<MetricFileSource> ReadSources() =>
        Read(Sources, static (reader, entry, number) => reader.ReadSource(entry, number));

    private List<T> Read<T>(IReadOnlyList<MetricDataNode> entries, Func<PlatformEntryReader, MetricDataNode, int, T?> read)
        where T : class
    {
        var errors = new FileErrors(Path);
        var reader = new PlatformEntryReader(Path, errors);
        List<T> all = [.. entries.Select((entry, index) => read(reader, entry, index + 1)).OfType<T>()];
        errors.ThrowIfAny();
        return all;
    }
}
