using System.Net;
using System.Net.Sockets;

namespace Telemetry.Tests.Support;

/// <summary>A server that refuses each request when it has read the beginning.</summary>
internal sealed class RefusingServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    internal RefusingServer()
    {
        _listener.Start();
        new Thread(Serve) { IsBackground = true }.Start();
    }

    internal Uri Uri => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public void Dispose() => _listener.Stop();

    private void Serve()
    {
        try
        {
            while (true)
            {
                using TcpClient client = _listener.AcceptTcpClient();
                NetworkStream stream = client.GetStream();
                stream.ReadByte();
                stream.Write("HTTP/1.1 413 Too Large\r\nConnection: close\r\n\r\ntoo large"u8);
                client.Client.Shutdown(SocketShutdown.Send);

                // As good servers do: closing at once would take back the answer.
                stream.CopyTo(Stream.Null);
            }
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Disposed.
        }
    }
}
