using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Telemetry.Hosting;

/// <summary>The log of the program, as the host of its scripts.</summary>
internal static class ProgramLog
{
    // Its package is not referenced here, because it needs no PowerShell and a program with scripts need not use it.
    private const string ServiceThatLogsFailures = "Telemetry.Extensions.TelemetryHostedService";

    /// <summary>Adds the host that writes the streams of scripts to the log.</summary>
    internal static void AddLoggerHost(this IServiceCollection services) =>
        services.TryAddSingleton(provider => new LoggerHost(provider.LoggerOfScripts(), LogsFailures(services, provider)));

    /// <summary>Returns the log of scripts.</summary>
    internal static ILogger LoggerOfScripts(this IServiceProvider provider) =>
        provider.GetRequiredService<ILoggerFactory>().CreateLogger(HostingLog.Category);

    /// <summary>Returns the full path of a file or folder whose path is relative to the content root of the host.</summary>
    internal static string PathInContent(this IServiceProvider provider, string path) =>
        Path.GetFullPath(path, Path.GetFullPath(provider.GetRequiredService<IHostEnvironment>().ContentRootPath));

    // Of the handlers of the process: a container may have a dispatcher of its own, which scripts do not see.
    private static bool LogsFailures(IServiceCollection services, IServiceProvider provider) =>
        services.Any(service => service.ServiceType == typeof(IHostedService) && !service.IsKeyedService
            && service.ImplementationType?.FullName == ServiceThatLogsFailures)
        && provider.GetService<TelemetryDispatcher>() == TelemetryDispatcher.Default;
}
