using System.Net.NetworkInformation;

namespace Telemetry.Tests.Support;

/// <summary>The TCP connections of this machine.</summary>
internal static class OpenConnections
{
    /// <summary>Returns the number of open connections to a port.</summary>
    internal static int To(int port) => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections()
        .Count(connection => connection.RemoteEndPoint.Port == port && connection.State == TcpState.Established);
}
