using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Telemetry.Metrics;

namespace Telemetry.Extensions;

/// <summary>Extension methods that add Telemetry to a container of services.</summary>
public static class TelemetryServiceCollectionExtensions
{
    /// <summary>Adds Telemetry with the dispatcher of the process (<see cref="TelemetryDispatcher.Default"/>), unless the services have
    /// another <see cref="TelemetryDispatcher"/>. Calling the method again adds nothing twice.</summary>
    /// <param name="services">The services.</param>
    /// <returns>The builder, for further settings.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    public static TelemetryBuilder AddTelemetry(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);

        // Not disposed with the container: by a factory, it would be.
        services.TryAddSingleton(TelemetryDispatcher.Default);
        services.TryAddSingleton(static provider => RegistryOf(provider.GetRequiredService<TelemetryDispatcher>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, TelemetryHostedService>());
        return new TelemetryBuilder(services);
    }

    private static MetricRegistry RegistryOf(TelemetryDispatcher dispatcher) =>
        dispatcher == TelemetryDispatcher.Default ? MetricRegistry.Default : new MetricRegistry(dispatcher);
}
