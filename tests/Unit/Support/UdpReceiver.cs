using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Telemetry.Tests.Support;

/// <summary>Receives datagrams at a port of this machine. They are there as soon as they were sent.</summary>
internal sealed class UdpReceiver : IDisposable
{
    private readonly Socket _socket;

    internal UdpReceiver(int port = 0, IPAddress? address = null)
    {
        address ??= IPAddress.Loopback;
        _socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 1 << 20 };
        _socket.Bind(new IPEndPoint(address, port));
    }

    internal int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>Returns the datagrams that came since the last call.</summary>
    internal string[] Datagrams()
    {
        var datagrams = new List<string>();
        byte[] buffer = new byte[65536];
        while (_socket.Available > 0)
        {
            datagrams.Add(Encoding.UTF8.GetString(buffer, 0, _socket.Receive(buffer)));
        }

        return [.. datagrams];
    }

    /// <summary>Returns the lines that came since the last call.</summary>
    internal string[] Lines() => [.. Datagrams().SelectMany(datagram => datagram.Split('\n'))];

    public void Dispose() => _socket.Dispose();
}
