using Telemetry.Metrics;

namespace Telemetry.AspNetCore;

/// <summary>The options of a route with metrics. They are read when the route is mapped.</summary>
public sealed class MetricsEndpointOptions
{
    private int? _port;

    /// <summary>The registry whose metrics are served; null for the one of the program's services or, if there is none,
    /// <see cref="MetricRegistry.Default"/>.</summary>
    public MetricRegistry? Registry { get; set; }

    /// <summary>The names of the metrics to serve, with the wildcards <c>*</c> and <c>?</c> (<see cref="EventPattern"/>), including metrics
    /// that are added later; empty for all metrics.</summary>
    public IReadOnlyList<string> Metrics { get; set; } = [];

    /// <summary>The group of the metrics to serve (<see cref="MetricDefinition.Group"/>), without regard to case; null for all.</summary>
    public string? Group { get; set; }

    /// <summary>Text to put before the name of each metric, separated by an underscore; null for none.</summary>
    public string? Prefix { get; set; }

    /// <summary>The port of the server at which the metrics are served, from 1 to 65535; a request that arrives at another one has the
    /// status 404. Null, the default, for all ports.</summary>
    /// <remarks>The port is that of the connection, which a client cannot choose by a header. The server has to listen to it, as by
    /// <c>app.Urls.Add("http://*:9464")</c>. Behind a proxy, it is the port to which the proxy connects.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int? Port
    {
        get => _port;
        set => _port = value is null or (>= 1 and <= 65535) ? value : throw new ArgumentOutOfRangeException(
            nameof(value), value, "The port of a server is from 1 to 65535.");
    }
}
