using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Telemetry.Tests.Programs;

internal static class ServiceHost
{
    /// <summary>Starts a generic host, which handles the signals that end the process.</summary>
    /// <param name="stopping">Set when the host is told to stop.</param>
    internal static IHost Start(ManualResetEventSlim stopping)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        IHost host = builder.Build();
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(stopping.Set);
        host.Start();
        return host;
    }
}
