using System.Net;

namespace Telemetry.Reporters;

/// <summary>Checks the header <c>Host</c>. A web page can make its own name resolve to 127.0.0.1, and read a local endpoint by it; the
/// header then has that name.</summary>
internal static class HostHeader
{
    /// <summary>Determines whether the header names the machine itself: by <c>localhost</c> or an IP address, each with or without a
    /// port. So does a request without the header.</summary>
    internal static bool IsLocal(string? host)
    {
        if (host is null)
        {
            return true;
        }

        string name = WithoutPort(host);
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (name.Length > 2 && name[0] == '[' && name[name.Length - 1] == ']'
                ? IPAddress.TryParse(name.Trim('[', ']'), out _)
                : name.IndexOf(':') < 0 && IPAddress.TryParse(name, out _));
    }

    // What follows the last colon, if these are digits only, or nothing.
    private static string WithoutPort(string host)
    {
        int colon = host.LastIndexOf(':');
        return colon >= 0 && host.Skip(colon + 1).All(c => c is >= '0' and <= '9') ? host.Remove(colon) : host;
    }
}
