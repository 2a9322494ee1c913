using Telemetry.Reporters;

namespace Telemetry.Otlp;

/// <summary>The addresses of receivers.</summary>
internal static class SignalAddress
{
    private const string DefaultHttp = "http://localhost:4318";
    private const string DefaultGrpc = "http://localhost:4317";

    /// <summary>Returns the address to which a signal is sent. The path of the signal is appended, in place of that of another
    /// signal, unless it is there.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="protocol">The protocol.</param>
    /// <param name="endpoint">The address that was given; null for the default one.</param>
    /// <param name="source">The origin of the address, such as the name of a variable.</param>
    /// <exception cref="ReporterException">The address is not valid.</exception>
    internal static Uri Of(Signal signal, OtlpProtocol protocol, string? endpoint, string source)
    {
        Uri given = Require(endpoint ?? (protocol == OtlpProtocol.Grpc ? DefaultGrpc : DefaultHttp), source);
        if (protocol == OtlpProtocol.Grpc)
        {
            return given.AbsolutePath == "/"
                ? given
                : throw Invalid($"an address for gRPC has no path, and this one has '{given.AbsolutePath}'", source, endpoint);
        }

        string path = given.AbsolutePath.TrimEnd('/');
        foreach (Signal other in Enum.GetValues<Signal>())
        {
            if (path.EndsWith(PathOf(other), StringComparison.OrdinalIgnoreCase))
            {
                path = path[..^PathOf(other).Length];
                break;
            }
        }

        return new UriBuilder(given) { Path = path + PathOf(signal) }.Uri;
    }

    /// <summary>Returns an address as it is, of which the specification says that it is whole.</summary>
    /// <exception cref="ReporterException">The address is not valid.</exception>
    internal static Uri Whole(string endpoint, string source) => Require(endpoint, source);

    private static Uri Require(string endpoint, string source)
    {
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out Uri? uri) || (uri.Scheme != "http" && uri.Scheme != "https"))
        {
            throw Invalid("it is not an address such as 'http://localhost:4318'", source, endpoint);
        }

        return uri.UserInfo.Length == 0 && uri.Query.Length == 0 && uri.Fragment.Length == 0
            ? uri
            : throw Invalid("an address has no user name, no query and no fragment; send credentials by -Header", source, null);
    }

    private static string PathOf(Signal signal) => signal switch
    {
        Signal.Metrics => "/v1/metrics",
        Signal.Traces => "/v1/traces",
        _ => "/v1/logs",
    };

    // What may hold credentials is not repeated.
    private static ReporterException Invalid(string problem, string source, string? shown) =>
        new(ReporterErrorKind.InvalidUri, $"{source}{(shown is null ? string.Empty : $" '{shown}'")}: {problem}.", shown);
}
