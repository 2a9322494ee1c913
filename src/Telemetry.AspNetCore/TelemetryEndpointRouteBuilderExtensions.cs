using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Telemetry.Metrics;

namespace Telemetry.AspNetCore;

/// <summary>Extension methods that serve metrics by the web server of a program.</summary>
public static class TelemetryEndpointRouteBuilderExtensions
{
    /// <summary>Maps a route that serves metrics to Prometheus, and to all that read its formats.</summary>
    /// <remarks>
    /// <para>Requests by GET and HEAD are answered, with OpenMetrics or the text format by the header <c>Accept</c>. The response is
    /// complete or, if the metrics cannot be collected, has the status 500, and the log has the reason, in the category
    /// <c>Telemetry.AspNetCore</c>.</para>
    /// <para>Polls that run at a collection are run for each request, or once for requests that come together; no thread of the pool
    /// waits for them.</para>
    /// <para>The route is open to all who can reach the server, unless <c>RequireAuthorization()</c> on the returned builder or
    /// <see cref="MetricsEndpointOptions.Port"/> restricts it. <c>RequireHost("*:9464")</c> alone does not: it compares a header of the
    /// request, which any client can write.</para>
    /// </remarks>
    /// <param name="endpoints">The routes of the program.</param>
    /// <param name="pattern">The route.</param>
    /// <param name="configure">Changes the options; null for the defaults.</param>
    /// <returns>The builder of the route, for authorization and other conventions.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="endpoints"/> or <paramref name="pattern"/> is null.</exception>
    /// <exception cref="MetricException">A name of the options is not valid.</exception>
    /// <example>
    /// <code>
    /// app.MapTelemetryMetrics();
    /// app.MapTelemetryMetrics("/metrics/orders", options => options.Metrics = ["order.*"]).RequireAuthorization();
    /// </code>
    /// </example>
    public static IEndpointConventionBuilder MapTelemetryMetrics(
        this IEndpointRouteBuilder endpoints, string pattern = "/metrics", Action<MetricsEndpointOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        var options = new MetricsEndpointOptions();
        configure?.Invoke(options);
        IServiceProvider services = endpoints.ServiceProvider;
        var endpoint = new MetricsEndpoint(
            options.Registry ?? services.GetService<MetricRegistry>() ?? MetricRegistry.Default,
            options,
            services.GetRequiredService<ILoggerFactory>().CreateLogger(MetricsEndpointLog.Category));

        return endpoints.MapMethods(pattern, [HttpMethods.Get, HttpMethods.Head], endpoint.RespondAsync);
    }
}
