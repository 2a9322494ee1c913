using Microsoft.Extensions.Hosting;

namespace Telemetry.Tests.Support;

/// <summary>A service of a host that calls functions when it starts and when it stops.</summary>
internal sealed class ServiceOfATest(Action started, Action stopped) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        started();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        stopped();
        return Task.CompletedTask;
    }
}
