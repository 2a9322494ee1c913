using Telemetry.Metrics;

namespace Telemetry.Commands;

/// <summary>A file of definitions to register: its metrics, the polls that it starts, and the sources that it enables. All of them or,
/// if anything is wrong, none.</summary>
internal sealed class FileSetup
{
    private readonly MetricFileContent _content;
    private readonly IReadOnlyList<MetricFilePoll> _polls;
    private readonly SourceRequest[] _sources;

    /// <param name="content">The content of the file.</param>
    /// <exception cref="MetricException">An option of a poll or a source is not valid.</exception>
    internal FileSetup(MetricFileContent content)
    {
        _content = content;
        _polls = content.ReadPolls();
        _sources = [.. content.ReadSources().Select(RequestOf)];
    }

    /// <summary>The description of the work: the numbers of metrics, polls and sources.</summary>
    internal string Description => $"Register {Count(_content.Metrics.Count, "metric")}"
        + (_polls.Count > 0 ? $", start {Count(_polls.Count, "poll")}" : string.Empty)
        + (_sources.Length > 0 ? $", enable {Count(_sources.Length, "source")}" : string.Empty);

    /// <summary>Registers all of it.</summary>
    /// <param name="warnings">The warnings of the polls.</param>
    /// <param name="replaces">Whether metrics and polls replace those of the same names. Otherwise, a poll is kept that makes the same
    /// measurements already.</param>
    /// <returns>The metrics.</returns>
    /// <exception cref="MetricException">A metric was refused.</exception>
    /// <exception cref="InvalidMetricException">A poll or a source was refused.</exception>
    internal IReadOnlyList<Metric> Register(SessionWarnings warnings, bool replaces)
    {
        // A metric takes its unit from the declaration of its events, which a module of the session may have brought.
        ModuleDeclarations.Update();
        FilePolls? polls = _polls.Count > 0 ? new FilePolls(_polls, warnings, replaces) : null;
        Action disableSources = FileSources.Enable(_sources);
        IReadOnlyList<Metric> metrics = [];
        try
        {
            // The metrics first: they record the first events of the polls.
            metrics = ModuleMetrics.Add(_content.Metrics, replaces, blocks: []);
            polls?.Start();
            return metrics;
        }
        catch
        {
            foreach (Metric metric in metrics)
            {
                ModuleMetrics.Remove(metric);
            }

            disableSources();
            throw;
        }
    }

    private static SourceRequest RequestOf(MetricFileSource source) => new(source.Name)
    {
        Via = source.Via,
        Prefix = source.Prefix,
        Tags = source.Tags,
        Interval = source.Interval,
        Place = source.Place,
    };

    private static string Count(int number, string thing) => number == 1 ? $"1 {thing}" : $"{number} {thing}s";
}
