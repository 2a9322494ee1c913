using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Telemetry.Hosting;

/// <summary>Extension methods that add script handlers and sessions to a program with a generic host.</summary>
/// <remarks>
/// <para>Scripts are loaded before the other services of the host start, in the order of registration, and their handlers are detached
/// after the others stopped: events of their start and stop are handled, too. What is queued for buffered handlers is handled at the
/// stop. A script that hangs is reported in the log and left alone, after ten seconds or when the shutdown timeout of the host is
/// over.</para>
/// <para>Errors of scripts, warnings and the other streams of scripts and handlers are log entries of the category
/// <c>Telemetry.Hosting</c>: errors as <c>Error</c>, warnings as <c>Warning</c>, information and what is written to the host as
/// <c>Information</c>, verbose messages as <c>Debug</c>, and debug messages as <c>Trace</c>.</para>
/// <para>At SIGINT and SIGTERM, the host stops by itself. Queued events are handled then, and not before
/// (<see cref="ProcessEnd.Ignore"/>, which applies to the whole process and is not undone at the stop).</para>
/// </remarks>
public static class TelemetryHostingServiceCollectionExtensions
{
    /// <summary>Adds a folder of handler scripts, which is open while the host runs. The <see cref="HandlerFolder"/> can be injected, of
    /// several folders by the path as the key; it has no scripts before the host starts.</summary>
    /// <param name="services">The services.</param>
    /// <param name="path">The folder, absolute or relative to the content root of the host. If it does not exist, the host does not
    /// start, unless it is optional (<see cref="HandlerFolderOptions.IsOptional"/>).</param>
    /// <param name="configure">Changes the options; null for the defaults.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> or <paramref name="path"/> is null.</exception>
    /// <exception cref="ArgumentException">The path is empty, or was added already.</exception>
    public static IServiceCollection AddHandlerFolder(
        this IServiceCollection services, string path, Action<HandlerFolderOptions>? configure = null) =>
        services.AddHandlerFolder(path, (options, _) => configure?.Invoke(options));

    /// <summary>Adds a folder of handler scripts, which is open while the host runs, with options that use services, such as the objects
    /// that scripts get as <see cref="HandlerFolderOptions.Variables"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="path">The folder, absolute or relative to the content root of the host. If it does not exist, the host does not
    /// start, unless it is optional (<see cref="HandlerFolderOptions.IsOptional"/>).</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The path is empty, or was added already.</exception>
    /// <example>
    /// <code>
    /// services.AddSingleton&lt;Totals&gt;();
    /// services.AddHandlerFolder(
    ///     "handlers", (options, provider) => options.Variables["Totals"] = provider.GetRequiredService&lt;Totals&gt;());
    /// </code>
    /// </example>
    public static IServiceCollection AddHandlerFolder(
        this IServiceCollection services, string path, Action<HandlerFolderOptions, IServiceProvider> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(configure);
        if (services.Any(service => service.ServiceType == typeof(HandlerFolder)
            && service.ServiceKey is string other && IsSameFolder(path, other)))
        {
            throw new ArgumentException($"The handler folder '{path}' was added already. Add it once.", nameof(path));
        }

        services.AddLoggerHost();
        services.AddKeyedSingleton(path, (provider, _) =>
        {
            var options = new HandlerFolderOptions();
            configure(options, provider);
            options.Host ??= provider.GetRequiredService<LoggerHost>();
            return new HandlerFolder(provider.PathInContent(path), options);
        });
        services.AddSingleton(provider => provider.GetRequiredKeyedService<HandlerFolder>(path));
        return services.AddSingleton<IHostedService>(provider =>
            new HostedHandlerFolder(provider.GetRequiredKeyedService<HandlerFolder>(path), provider.LoggerOfScripts()));
    }

    /// <summary>Adds a <see cref="TelemetrySession"/>, which can be injected. It is opened when it is first needed or, if there are start
    /// scripts, when the host starts, and closed after the other services stopped. Further calls change the options of the same
    /// session.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Changes the options; null for the defaults.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    public static IServiceCollection AddTelemetrySession(
        this IServiceCollection services, Action<TelemetrySessionOptions>? configure = null) =>
        services.AddTelemetrySession((options, _) => configure?.Invoke(options));

    /// <summary>Adds a <see cref="TelemetrySession"/>, which can be injected, with options that use services. It is opened when it is
    /// first needed or, if there are start scripts, when the host starts, and closed after the other services stopped. Further calls
    /// change the options of the same session.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static IServiceCollection AddTelemetrySession(
        this IServiceCollection services, Action<TelemetrySessionOptions, IServiceProvider> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        bool isAdded = services.Any(service => service.ServiceType == typeof(SessionSetup));
        services.AddSingleton(new SessionSetup(configure));
        if (isAdded)
        {
            return services;
        }

        services.AddLoggerHost();
        services.AddSingleton(SessionSetup.Apply);
        services.AddSingleton(SessionOpener.Of);
        services.AddSingleton(provider => provider.GetRequiredService<SessionOpener>().Open());
        return services.AddSingleton<IHostedService>(provider => new HostedSession(
            provider.GetRequiredService<SessionOpener>(),
            [.. provider.GetRequiredService<TelemetrySessionOptions>().StartScripts.Select(provider.PathInContent)],
            provider.LoggerOfScripts()));
    }

    // As far as it is known before the host has its content root.
    private static bool IsSameFolder(string path, string other) =>
        Path.IsPathFullyQualified(path) == Path.IsPathFullyQualified(other)
        && string.Equals(
            Normalize(path),
            Normalize(other),
            OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    private static string Normalize(string path) =>
        Path.TrimEndingDirectorySeparator(Path.GetFullPath(path, AppContext.BaseDirectory));
}
