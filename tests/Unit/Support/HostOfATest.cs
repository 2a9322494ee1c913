using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Telemetry.Extensions;
using Telemetry.Metrics;

namespace Telemetry.Tests.Support;

/// <summary>A generic host with Telemetry and a dispatcher of its own, and with a log in memory. It reads no files and
/// variables.</summary>
internal sealed class HostOfATest : IAsyncDisposable, IDisposable
{
    private readonly IHost _host;

    /// <param name="configure">Adds what is tested.</param>
    /// <param name="settings">The JSON of the section <c>Telemetry</c>.</param>
    /// <param name="contentRoot">The content root.</param>
    internal HostOfATest(Action<TelemetryBuilder> configure, string settings = "{ }", string? contentRoot = null)
    {
        HostApplicationBuilder builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(
            new() { ContentRootPath = contentRoot ?? Path.GetTempPath() });
        builder.Configuration.AddJsonStream(new MemoryStream(System.Text.Encoding.UTF8.GetBytes($"{{ \"Telemetry\": {settings} }}")));
        builder.Logging.AddProvider(Log);
        configure(builder.Services.AddTelemetry(builder.Configuration.GetSection("Telemetry")).UseOwnDispatcher());
        _host = builder.Build();
    }

    internal HostLogOfATest Log { get; } = new();

    internal IServiceProvider Services => _host.Services;

    internal TelemetryDispatcher Dispatcher => Services.GetRequiredService<TelemetryDispatcher>();

    internal MetricRegistry Registry => Services.GetRequiredService<MetricRegistry>();

    /// <summary>Creates a host and starts it.</summary>
    internal static async Task<HostOfATest> StartAsync(
        Action<TelemetryBuilder> configure, string settings = "{ }", string? contentRoot = null)
    {
        var host = new HostOfATest(configure, settings, contentRoot);
        try
        {
            await host.StartAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    internal Task StartAsync() => _host.StartAsync(TestContext.Current.CancellationToken);

    /// <summary>Stops the host, as its shutdown does.</summary>
    internal Task StopAsync() => _host.StopAsync(TestContext.Current.CancellationToken);

    /// <summary>Stops the host when the time for its shutdown is over already.</summary>
    internal Task StopTooLateAsync() => _host.StopAsync(new CancellationToken(canceled: true));

    public void Dispose() => _host.Dispose();

    public async ValueTask DisposeAsync() => await ((IAsyncDisposable)_host).DisposeAsync();
}
