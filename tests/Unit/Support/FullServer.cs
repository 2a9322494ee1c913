using System.Net;
using System.Net.Sockets;

namespace Telemetry.Tests.Support;

/// <summary>A server whose queue of connections is full, so that one more waits to be connected.</summary>
internal sealed class FullServer : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Socket> _clients = [];

    internal FullServer()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(0);
        var address = (IPEndPoint)_listener.LocalEndPoint!;
        for (bool isFull = false; !isFull && _clients.Count < 50;)
        {
            var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            _clients.Add(client);
            isFull = !client.ConnectAsync(address).Wait(TimeSpan.FromMilliseconds(200));
        }
    }

    internal Uri Uri => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}");

    public void Dispose()
    {
        _clients.ForEach(client => client.Dispose());
        _listener.Dispose();
    }
}
