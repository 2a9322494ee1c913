namespace Telemetry.Reporters;

/// <summary>The options of a <see cref="PrometheusEndpoint"/>.</summary>
public sealed class PrometheusEndpointOptions : ReporterOptions
{
    /// <summary>The IP address to listen at, or <c>localhost</c> for 127.0.0.1; <c>0.0.0.0</c> is all IPv4 addresses of the machine, and
    /// <c>::</c> all of its addresses.</summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>The TCP port, from 0 to 65535; 0 for a free one.</summary>
    public int Port { get; set; } = 9464;

    /// <summary>The path of the metrics. It begins with a slash.</summary>
    public string Path { get; set; } = "/metrics";

    /// <summary>The token that a client has to send as <c>Authorization: Bearer</c>; null for none.</summary>
    public string? BearerToken { get; set; }

    /// <summary>The name of the user for basic authentication; null for none.</summary>
    public string? UserName { get; set; }

    /// <summary>The password for basic authentication; null for none.</summary>
    public string? Password { get; set; }

    /// <summary>Whether the endpoint may be reached from other machines without authentication.</summary>
    public bool AllowUnprotected { get; set; }
}
