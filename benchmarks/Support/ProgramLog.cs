using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Telemetry.Extensions;

namespace Telemetry.Benchmarks.Support;

/// <summary>The log of a program with a provider, to which entries of the level Debug are written: by a generated method, and by
/// events.</summary>
internal sealed class ProgramLog : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly ILogger _logger;

    internal ProgramLog(bool isEnabled, string? message = null)
    {
        var dispatcher = new TelemetryDispatcher();
        var services = new ServiceCollection();
        services.AddSingleton(dispatcher);
        services.AddLogging(logging => logging
            .SetMinimumLevel(isEnabled ? LogLevel.Debug : LogLevel.Information)
            .AddProvider(Provider));
        services.AddTelemetry().LogEvents("web.*", LogLevel.Debug, message);
        _services = services.BuildServiceProvider();
        _logger = _services.GetRequiredService<ILoggerFactory>().CreateLogger("Benchmarks");
        Handle = dispatcher.GetEvent(Request.Name);
        foreach (IHostedLifecycleService service in _services.GetServices<IHostedService>().OfType<IHostedLifecycleService>())
        {
            service.StartingAsync(CancellationToken.None).GetAwaiter().GetResult();
        }
    }

    internal FormattingProvider Provider { get; } = new();

    /// <summary>The event that is logged.</summary>
    internal TelemetryEvent Handle { get; }

    internal void WriteGenerated()
    {
        for (int i = 0; i < Loop.Emits; i++)
        {
            WriteGeneratedOnce(_logger);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void WriteGeneratedOnce(ILogger logger) => RequestLog.Done(
        logger, Request.Duration, Request.Size, Request.Route, Request.Status, Request.Cached);

    public void Dispose() => _services.DisposeAsync().AsTask().GetAwaiter().GetResult();
}
