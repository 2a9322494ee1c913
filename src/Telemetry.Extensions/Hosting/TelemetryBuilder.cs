using Microsoft.Extensions.DependencyInjection;

namespace Telemetry.Extensions;

/// <summary>Configures Telemetry in a container of services. <c>AddTelemetry</c> returns it; extension methods add handlers, metrics,
/// reporters, polls and log entries.</summary>
/// <remarks>Not safe to use from several threads at once, like the collection of services.</remarks>
public sealed class TelemetryBuilder
{
    internal TelemetryBuilder(IServiceCollection services) => Services = services;

    /// <summary>The services.</summary>
    public IServiceCollection Services { get; }
}
