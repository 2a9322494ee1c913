using Telemetry.Diagnostics;
using Telemetry.Metrics;

namespace Telemetry.Extensions;

/// <summary>Enables sources and starts built-in polls when the host starts, and ends them when it stops. Several hosts of one process
/// share them, as they measure the process.</summary>
internal sealed class HostedSources(
    MetricRegistry registry, SourceBridge bridge, HostedMetrics metrics, IEnumerable<AddedSource> sources, HostLog log) : IHostedPart
{
    private readonly Stack<IDisposable> _started = [];

    public HostedStage Stage => HostedStage.Sources;

    /// <exception cref="SourceException">A source cannot be enabled.</exception>
    /// <exception cref="Telemetry.Polling.PollException">A poll cannot be started.</exception>
    public ValueTask StartAsync(CancellationToken cancellation)
    {
        // A source of the program often exists only when the services that use it are made.
        var options = new MetricSetupOptions { Registry = registry, Bridge = bridge, AwaitsSources = true };
        try
        {
            foreach (AddedSource source in sources)
            {
                _started.Push(bridge.EnableShared(source.Name, source.Kind, source.Options));
            }

            foreach (MetricFileContent platform in metrics.Platforms)
            {
                _started.Push(platform.Start(options));
            }
        }
        catch
        {
            Stop();
            throw;
        }

        return default;
    }

    // A poll that is under way is waited for.
    public async ValueTask StopAsync(CancellationToken cancellation) => await Task.Run(Stop, CancellationToken.None)
        .WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private void Stop()
    {
        while (_started.TryPop(out IDisposable? started))
        {
            try
            {
                started.Dispose();
            }
            catch (Exception e)
            {
                // The others have to be stopped as well.
                log.Write(HostEvents.SourceNotStopped, $"A source or a built-in poll could not be stopped: {e.Message}", e);
            }
        }
    }
}
