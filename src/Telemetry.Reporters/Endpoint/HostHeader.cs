namespace Telemetry.Reporters;

/// <summary>Reads the header <c>Host</c> of requests.</summary>
internal static class HostHeader
{
    /// <summary>Determines whether the host is <c>localhost</c> or an IP address, with or without a port. No name server has a say in
    /// what these are.</summary>
    internal static bool NeedsNoNameServer(string value)
    {
        int colon = value.LastIndexOf(':');
        bool hasPort = colon > value.LastIndexOf(']');
        if (hasPort && !value.Skip(colon + 1).All(c => c is >= '0' and <= '9'))
        {
            return false;
        }

        string host = hasPort ? value.Substring(0, colon) : value;
        return string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
            || Uri.CheckHostName(host) is UriHostNameType.IPv4 or UriHostNameType.IPv6;
    }
}
