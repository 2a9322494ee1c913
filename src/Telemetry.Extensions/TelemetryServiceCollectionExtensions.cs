using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Telemetry.Diagnostics;
using Telemetry.Metrics;
using Telemetry.Polling;

namespace Telemetry.Extensions;

/// <summary>Extension methods that add Telemetry to a container of services.</summary>
public static class TelemetryServiceCollectionExtensions
{
    /// <summary>Adds Telemetry with the dispatcher of the process (<see cref="TelemetryDispatcher.Default"/>), unless the services have
    /// another <see cref="TelemetryDispatcher"/>. Calling the method again adds nothing twice.</summary>
    /// <remarks>
    /// <para>Services can be injected with the <see cref="TelemetryDispatcher"/>, the <see cref="MetricRegistry"/>, the
    /// <see cref="SourceBridge"/> and a <see cref="Poller"/>. With the dispatcher of the process, registry and bridge are those of the
    /// process as well, which outlive the container; the poller is always the container's own.</para>
    /// <para>Everything that is added by the builder starts with the host, before its other services, and stops after them.</para>
    /// </remarks>
    /// <param name="services">The services.</param>
    /// <returns>The builder, for further settings.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    public static TelemetryBuilder AddTelemetry(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        var builder = new TelemetryBuilder(services);
        builder.AddDispatcher();
        services.TryAddSingleton(static provider => new Poller(provider.GetRequiredService<TelemetryDispatcher>(), "host"));
        services.TryAddSingleton<ContentRoot>();
        services.AddLogging();
        services.TryAddSingleton<HostLog>();
        services.TryAddSingleton<StopAtDisposal>();
        AddSettings<HandlerSettings>(services);
        AddSettings<MetricSettings>(services);
        AddSettings<ReporterSettings>(services);
        AddSettings<EventLogSettings>(services);
        AddPart<HostedSettings>(services);
        AddPart<FailureLog>(services);
        AddPart<EventLog>(services);
        AddPart<HostedMetrics>(services);
        AddPart<HostedReporters>(services);
        AddPart<HostedHandlers>(services);
        AddPart<HostedSources>(services);
        AddPart<HostedPolls>(services);
        AddHostedService(services);
        return builder;
    }

    /// <summary>Adds Telemetry with settings from the configuration: options of handlers, metrics, polls, sources and reporters. They are
    /// read once, when the host starts; later changes have no effect.</summary>
    /// <remarks>If the section has errors, the start of the host throws a
    /// <see cref="Microsoft.Extensions.Options.OptionsValidationException"/>, which names all of them with their keys. A section that does
    /// not exist has no settings.</remarks>
    /// <param name="services">The services.</param>
    /// <param name="section">The section, such as <c>builder.Configuration.GetSection("Telemetry")</c>.</param>
    /// <returns>The builder, for further settings.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The whole configuration was given, and not a section.</exception>
    public static TelemetryBuilder AddTelemetry(this IServiceCollection services, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        TelemetryBuilder builder = services.AddTelemetry();
        services.AddSingleton(new ConfiguredSection(section as IConfigurationSection ?? throw new ArgumentException(
            "The whole configuration was given, whose other keys are not settings of Telemetry. Give a section, such as"
                + " configuration.GetSection(\"Telemetry\").",
            nameof(section))));
        return builder;
    }

    // Before those that are there already. Others that start and stop at the same stages of the host, as folders of handler scripts do,
    // handle queued events at their stop: reporters have to come after them, and so have to be started before.
    private static void AddHostedService(IServiceCollection services)
    {
        if (!services.Any(service => !service.IsKeyedService && service.ImplementationType == typeof(TelemetryHostedService)))
        {
            services.Insert(0, ServiceDescriptor.Singleton<IHostedService, TelemetryHostedService>());
        }
    }

    private static void AddSettings<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TReader>(IServiceCollection services)
        where TReader : class, ISettingsReader
    {
        services.TryAddSingleton<TReader>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISettingsReader, TReader>(
            static provider => provider.GetRequiredService<TReader>()));
    }

    private static void AddPart<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TPart>(IServiceCollection services)
        where TPart : class, IHostedPart
    {
        services.TryAddSingleton<TPart>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedPart, TPart>(
            static provider => provider.GetRequiredService<TPart>()));
    }
}
