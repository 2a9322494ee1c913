using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Telemetry.Extensions;
using GenericHost = Microsoft.Extensions.Hosting.Host;

namespace Telemetry.Tests.Support;

/// <summary>A running host with a dispatcher of its own, whose log is kept, and whose clock and configuration a test changes.</summary>
internal sealed class LoggingHost : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly IConfigurationRoot _configuration;

    private LoggingHost(IHost host, IConfigurationRoot configuration)
    {
        _host = host;
        _configuration = configuration;
    }

    public TelemetryDispatcher Dispatcher { get; private init; } = null!;

    public WrittenLog Log { get; private init; } = null!;

    public ManualTime Time { get; private init; } = null!;

    public IServiceProvider Services => _host.Services;

    /// <summary>The ids of the handlers that are attached.</summary>
    public string[] Handlers => Dispatcher.Ids();

    /// <summary>Starts a host.</summary>
    /// <param name="configure">Configures Telemetry.</param>
    /// <param name="logging">Configures the log.</param>
    /// <param name="dispatcher">The dispatcher; null for one of its own.</param>
    /// <param name="settings">The section <c>Telemetry</c> of the configuration, as JSON; null for none.</param>
    public static async Task<LoggingHost> StartAsync(
        Action<TelemetryBuilder>? configure = null,
        Action<ILoggingBuilder>? logging = null,
        TelemetryDispatcher? dispatcher = null,
        string? settings = null)
    {
        dispatcher ??= new TelemetryDispatcher();
        (var log, var time) = (new WrittenLog(), new ManualTime());
        HostApplicationBuilder builder = GenericHost.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection();
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"))
            .SetMinimumLevel(LogLevel.Trace)
            .AddFilter("Microsoft", LogLevel.None)
            .AddProvider(log);
        logging?.Invoke(builder.Logging);
        builder.Services.AddSingleton(dispatcher).AddSingleton<TimeProvider>(time);
        TelemetryBuilder telemetry = builder.Services.AddTelemetry();
        configure?.Invoke(telemetry);
        if (settings is not null)
        {
            builder.Services.AddTelemetry(SectionOf(settings));
        }

        IHost host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new(host, builder.Configuration) { Dispatcher = dispatcher, Log = log, Time = time };
    }

    private static IConfigurationSection SectionOf(string json) => new ConfigurationBuilder()
        .AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes($$"""{ "Telemetry": {{json}} }""")))
        .Build()
        .GetSection("Telemetry");

    /// <summary>Changes the level of a category in the configuration.</summary>
    public void SetLevel(string category, LogLevel level)
    {
        _configuration[$"Logging:LogLevel:{category}"] = level.ToString();
        _configuration.Reload();
    }

    public Task StopAsync() => _host.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _host.Dispose();
    }
}
