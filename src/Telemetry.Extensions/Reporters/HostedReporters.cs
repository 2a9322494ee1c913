using Telemetry.Reporters;

namespace Telemetry.Extensions;

/// <summary>Starts the reporters of the services and of the configuration when the host starts. When it stops, they report the last
/// values.</summary>
internal sealed class HostedReporters(
    IServiceProvider services, IEnumerable<AddedReporter> added, ReporterSettings settings, HostLog log) : IHostedPart
{
    private readonly List<Reporter> _started = [];

    public HostedStage Stage => HostedStage.Reporters;

    /// <exception cref="ReporterException">A reporter cannot be created or started.</exception>
    public async ValueTask StartAsync(CancellationToken cancellation)
    {
        try
        {
            foreach (Reporter reporter in added.Select(reporter => reporter.Create(services)).Concat(settings.Reporters))
            {
                reporter.Noticed += OnNoticed;
                _started.Add(reporter);
                reporter.Start();
            }
        }
        catch
        {
            await StopAsync(CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask StopAsync(CancellationToken cancellation)
    {
        (Reporter Reporter, Task<bool> Arrived)[] stops =
            [.. _started.Select(reporter => (reporter, reporter.StopAsync(ProcessEnd.MaxTimeout)))];
        _started.Clear();
        await Task.WhenAll(stops.Select(stop => (Task)stop.Arrived))
            .WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach ((Reporter reporter, Task<bool> arrived) in stops)
        {
            bool isInTime = arrived.IsCompleted;
            if (!arrived.IsCompletedSuccessfully || !await arrived.ConfigureAwait(false))
            {
                string? reason = arrived.Exception?.InnerException?.Message ?? (isInTime ? reporter.LastError : null);
                log.Write(
                    HostEvents.LastReportMissing,
                    $"The last report of '{reporter.Name}' to {reporter.Target} did not arrive: {reason ?? "its time was over"}.",
                    arrived.Exception?.InnerException,
                    ValuesOf(reporter));
            }

            reporter.Noticed -= OnNoticed;
        }
    }

    private void OnNoticed(object? sender, ReporterNotice notice) => log.Write(
        notice.IsRecovery ? HostEvents.ReporterRecovered : HostEvents.ReporterProblem,
        notice.Message,
        exception: null,
        sender is Reporter reporter ? ValuesOf(reporter) : []);

    private static KeyValuePair<string, object?>[] ValuesOf(Reporter reporter) =>
        [new("ReporterName", reporter.Name), new("Target", reporter.Target)];
}
