using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Telemetry.Diagnostics;
using Telemetry.Metrics;

namespace Telemetry.Extensions;

/// <summary>Extension methods that choose the dispatcher of a container.</summary>
public static class TelemetryDispatcherBuilderExtensions
{
    /// <summary>Uses a dispatcher that belongs to the container, with a registry of metrics and a bridge of its own: handlers and metrics
    /// see only events that are emitted by the injected <see cref="TelemetryDispatcher"/>, and not those of libraries, which emit by
    /// <see cref="TelemetryDispatcher.Default"/>. So hosts in one process, such as those of tests, do not affect each other.</summary>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static TelemetryBuilder UseOwnDispatcher(this TelemetryBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Replace(ServiceDescriptor.Singleton(static _ => new TelemetryDispatcher()));
    }

    /// <summary>Uses a given dispatcher. Its registry of metrics and its bridge belong to the container, unless it is
    /// <see cref="TelemetryDispatcher.Default"/>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="dispatcher">The dispatcher.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static TelemetryBuilder UseDispatcher(this TelemetryBuilder builder, TelemetryDispatcher dispatcher)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(dispatcher);
        return builder.Replace(ServiceDescriptor.Singleton(dispatcher));
    }

    /// <summary>Adds the dispatcher of the process, unless there is one, with what belongs to the dispatcher.</summary>
    internal static void AddDispatcher(this TelemetryBuilder builder)
    {
        IServiceCollection services = builder.Services;
        services.TryAddSingleton(TelemetryDispatcher.Default);
        ServiceDescriptor dispatcher = services.Last(
            service => service.ServiceType == typeof(TelemetryDispatcher) && !service.IsKeyedService);
        if (dispatcher.ImplementationInstance == TelemetryDispatcher.Default)
        {
            // As instances: what a function returns is disposed with the container, and these belong to the process.
            services.TryAddSingleton(MetricRegistry.Default);
            services.TryAddSingleton(SourceBridge.Default);
        }
        else
        {
            services.TryAddSingleton(static provider => new MetricRegistry(provider.GetRequiredService<TelemetryDispatcher>()));
            services.TryAddSingleton(static provider => new SourceBridge(provider.GetRequiredService<TelemetryDispatcher>()));
        }
    }

    private static TelemetryBuilder Replace(this TelemetryBuilder builder, ServiceDescriptor dispatcher)
    {
        builder.Services.RemoveAll<TelemetryDispatcher>();
        builder.Services.RemoveAll<MetricRegistry>();
        builder.Services.RemoveAll<SourceBridge>();
        builder.Services.Add(dispatcher);
        builder.AddDispatcher();
        return builder;
    }
}
