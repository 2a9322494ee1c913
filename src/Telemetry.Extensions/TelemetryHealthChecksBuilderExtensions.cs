using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Telemetry.Extensions;

/// <summary>An extension method that adds a health check.</summary>
public static class TelemetryHealthChecksBuilderExtensions
{
    /// <summary>Adds a check of the handlers that were detached for failing, of the reporters whose last report did not arrive, and of the
    /// polls whose last run failed, for the dispatcher of the container. The description and the data of the result give the
    /// reasons.</summary>
    /// <remarks>A handler is reported until one is attached with its id, or
    /// <see cref="TelemetryDispatcher.ForgetDetached(HandlerRegistration)"/> is called.</remarks>
    /// <param name="builder">The builder of the health checks.</param>
    /// <param name="name">The name of the check.</param>
    /// <param name="failureStatus">The status in case of a problem; null, the default, for <see cref="HealthStatus.Degraded"/>, with
    /// which the health checks of ASP.NET Core answer with the status 200.</param>
    /// <param name="tags">The tags of the check; null for none.</param>
    /// <param name="timeout">The time after which the check is given up; null for no limit. It reads lists in memory, and waits for
    /// nothing.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="name"/> is null.</exception>
    public static IHealthChecksBuilder AddTelemetry(
        this IHealthChecksBuilder builder,
        string name = "telemetry",
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(name);
        return builder.Add(new HealthCheckRegistration(
            name,
            static services => new TelemetryHealthCheck(services.GetServices<TelemetryDispatcher>()),
            failureStatus ?? HealthStatus.Degraded,
            tags,
            timeout));
    }
}
