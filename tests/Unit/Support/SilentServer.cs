using System.Net;
using System.Net.Sockets;

namespace Telemetry.Tests.Support;

/// <summary>A server that accepts connections, and neither reads nor writes.</summary>
internal sealed class SilentServer : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    internal SilentServer()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        // The system accepts them.
        _listener.Listen(100);
    }

    internal Uri Uri => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}");

    public void Dispose() => _listener.Dispose();
}
