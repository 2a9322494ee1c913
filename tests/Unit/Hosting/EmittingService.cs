using Microsoft.Extensions.Hosting;

namespace Telemetry.Tests.Hosting;

/// <summary>A service that emits when it is started and stopped.</summary>
internal sealed class EmittingService : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        TelemetryDispatcher.Default.Execute("service.started");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        TelemetryDispatcher.Default.Execute("service.stopped");
        return Task.CompletedTask;
    }
}
