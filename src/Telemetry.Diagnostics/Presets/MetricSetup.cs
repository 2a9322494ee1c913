using Telemetry.Metrics;
using Telemetry.Polling;

namespace Telemetry.Diagnostics;

/// <summary>The metrics, sources and polls that the content of a file of definitions started
/// (<see cref="MetricSetupExtensions.Start"/>), until it is disposed. Safe to use from any thread.</summary>
public sealed class MetricSetup : IDisposable
{
    private readonly SharedPolls _sharedPolls;
    private readonly SharedSources _sharedSources;
    private readonly List<Poll> _polls = [];
    private readonly List<TelemetrySource> _sources = [];
    private IReadOnlyList<Metric> _metrics = [];
    private int _isDisposed;

    internal MetricSetup(MetricRegistry registry, SharedPolls polls, SharedSources sources)
    {
        Registry = registry;
        _sharedPolls = polls;
        _sharedSources = sources;
    }

    /// <summary>The registry of the metrics.</summary>
    public MetricRegistry Registry { get; }

    /// <summary>The metrics, in the order of the file.</summary>
    public IReadOnlyList<Metric> Metrics => _metrics;

    /// <summary>The sources, in the order of the file.</summary>
    public IReadOnlyList<TelemetrySource> Sources => _sources;

    /// <summary>The polls, in the order of the file.</summary>
    public IReadOnlyList<Poll> Polls => _polls;

    /// <summary>Stops the polls and disables the sources that no other setup has, and removes the metrics, unless others have taken
    /// their place. Waits for a run of a poll that is under way for at most five seconds. Calling the method again does
    /// nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        _polls.ForEach(_sharedPolls.Release);
        _sources.ForEach(_sharedSources.Release);
        foreach (Metric metric in _metrics)
        {
            Registry.Remove(metric);
        }
    }

    /// <summary>Starts everything. If it throws, the object is to be disposed.</summary>
    internal void Start(
        IReadOnlyList<MetricDefinition> metrics,
        IReadOnlyList<MetricFileSource> sources,
        IReadOnlyList<MetricFilePoll> polls,
        bool awaitsSources)
    {
        foreach (MetricFileSource source in sources)
        {
            _sources.Add(_sharedSources.Enable(source, awaitsSources));
        }

        // Before the polls, of which they record the first events.
        _metrics = Registry.AddMany(metrics);
        foreach (MetricFilePoll poll in polls)
        {
            _polls.Add(_sharedPolls.Start(poll));
        }
    }
}
