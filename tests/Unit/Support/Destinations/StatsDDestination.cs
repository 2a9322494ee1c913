using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Telemetry.Metrics;
using Telemetry.Reporters;

namespace Telemetry.Tests.Support;

/// <summary>A socket for datagrams, which is closed while it is away.</summary>
internal sealed class StatsDDestination : Destination
{
    private readonly int _port;
    private Socket _socket;
    private long _arrived;

    internal StatsDDestination()
    {
        _socket = Open(0);
        _port = ((IPEndPoint)_socket.LocalEndPoint!).Port;
    }

    internal override bool IsConfirmed => false;

    internal override Reporter Create(MetricRegistry registry) =>
        new StatsDReporter(new() { Registry = registry, Port = _port, Interval = TimeSpan.FromDays(1) });

    internal override long Arrived()
    {
        byte[] datagram = new byte[65536];
        while (_socket.Available > 0)
        {
            int length = _socket.Receive(datagram);
            _arrived += Encoding.UTF8.GetString(datagram, 0, length)
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Split(':', '|'))
                .Where(parts => parts[0] == "job.count" && parts[2] == "c")
                .Sum(parts => long.Parse(parts[1], CultureInfo.InvariantCulture));
        }

        return _arrived;
    }

    internal override void GoAway() => _socket.Dispose();

    internal override void ComeBack() => _socket = Open(_port);

    public override void Dispose() => _socket.Dispose();

    private static Socket Open(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }
}
