using Telemetry.Metrics;
using Telemetry.Polling;

namespace Telemetry.Diagnostics;

/// <summary>An extension method that starts the content of a file of definitions.</summary>
public static class MetricSetupExtensions
{
    /// <summary>Starts the content of a file of definitions, or of a preset: adds the metrics, enables the sources and starts the polls,
    /// all of them or, if anything is wrong, none.</summary>
    /// <remarks>
    /// <para>Polls run for the registry: those on collection at <see cref="MetricRegistry.Collect()"/>, and what a run does not report
    /// leaves metrics with <see cref="MetricDefinition.PerPoll"/>.</para>
    /// <para>Several setups can have the same poll, or the same source with the same options: it runs once, until the last of them is
    /// disposed. A source that was enabled otherwise remains as it is.</para>
    /// </remarks>
    /// <example>
    /// <code>
    /// using MetricSetup http = MetricFile.ReadPreset("Http").Start();
    /// </code>
    /// </example>
    /// <param name="content">The content, from <see cref="MetricFile.Read"/> or <see cref="MetricFile.ReadPreset"/>.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <returns>The setup. Disposing it stops what it started.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="content"/> is null.</exception>
    /// <exception cref="ArgumentException">The bridge and the registry have different dispatchers.</exception>
    /// <exception cref="MetricException">An entry of the file is not valid, or a metric cannot be added.</exception>
    /// <exception cref="SourceException">A source cannot be enabled. The message begins with its place in the file.</exception>
    /// <exception cref="PollException">A poll cannot be started. The message begins with its place in the file.</exception>
    /// <exception cref="ObjectDisposedException">The registry or the bridge is disposed.</exception>
    public static MetricSetup Start(this MetricFileContent content, MetricSetupOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(content);
        MetricRegistry registry = options?.Registry ?? MetricRegistry.Default;
        SharedPolls polls = SharedPolls.Of(registry);
        SourceBridge bridge = options?.Bridge ?? polls.Bridge;
        if (bridge.Dispatcher != registry.Dispatcher)
        {
            throw new ArgumentException(
                "The bridge has another dispatcher than the registry, which would not record its events. Use a bridge with the"
                    + " registry's dispatcher.",
                nameof(options));
        }

        IReadOnlyList<MetricFilePoll> filePolls = content.ReadPolls();
        IReadOnlyList<MetricFileSource> fileSources = content.ReadSources();
        var setup = new MetricSetup(registry, polls, SharedSources.Of(bridge));
        try
        {
            setup.Start(content.Metrics, fileSources, filePolls, options?.AwaitsSources ?? false);
            return setup;
        }
        catch
        {
            setup.Dispose();
            throw;
        }
    }
}
