using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Telemetry.Reporters;

/// <summary>Checks the address, the port and the path of an endpoint.</summary>
internal static class EndpointAddress
{
    // Those of a path in a URI, apart from letters and digits.
    private const string PathCharacters = "/-._~!$&'()*+,;=:@%";

    /// <summary>Returns the address to listen at.</summary>
    /// <exception cref="ReporterException">The text is not an address.</exception>
    internal static IPAddress Parse(string text)
    {
        if (string.Equals(text, "localhost", StringComparison.OrdinalIgnoreCase))
        {
            return Socket.OSSupportsIPv4 ? IPAddress.Loopback : IPAddress.IPv6Loopback;
        }

        // A number alone would be an address, too: "80" is 0.0.0.80.
        if (text is null
            || !IPAddress.TryParse(text, out IPAddress? address)
            || (address.AddressFamily == AddressFamily.InterNetwork && text.Split('.').Length != 4))
        {
            throw new ReporterException(
                ReporterErrorKind.InvalidAddress,
                $"'{text}' is not an IP address. Use an address of this machine, 'localhost', or '0.0.0.0' or '::' for all of them.",
                text);
        }

        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }

    /// <exception cref="ReporterException">The port is out of range.</exception>
    internal static int RequirePort(int port) => port is >= IPEndPoint.MinPort and <= IPEndPoint.MaxPort
        ? port
        : throw new ReporterException(
            ReporterErrorKind.InvalidOption,
            $"The port is {port.ToString(CultureInfo.InvariantCulture)}. Use one from 1 to 65535, or 0 for a free one.",
            port);

    /// <exception cref="ReporterException">It is not a path of a URI.</exception>
    internal static string RequirePath(string path) =>
        path is { Length: > 0 } && path[0] == '/' && path.All(IsOfPath)
            ? path
            : throw new ReporterException(
                ReporterErrorKind.InvalidOption,
                $"The path is '{path}'. It begins with a slash, as '/metrics', and has no spaces, query or fragment.",
                path);

    /// <summary>Returns the URL of an endpoint.</summary>
    internal static Uri UriOf(IPAddress address, int port, string path)
    {
        string host = address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();
        return new Uri($"http://{host}:{port.ToString(CultureInfo.InvariantCulture)}{path}");
    }

    private static bool IsOfPath(char c) =>
        c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') || PathCharacters.Contains(c);
}
