using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Telemetry.Tests.Support;

/// <summary>A server for the faults that a real one does not have: each request, which is read whole, is given to a function that
/// answers on the connection, or not.</summary>
internal sealed class StandInServer : IDisposable
{
    private readonly TcpListener _listener;
    private readonly ConcurrentBag<TcpClient> _clients = [];
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly ManualResetEventSlim _released = new();
    private readonly Func<string, string?> _answer;

    /// <param name="answer">Returns the answer to a request; null to close the connection without one. It may wait for
    /// <see cref="Hang"/>.</param>
    /// <param name="port">The port; 0 for a free one.</param>
    internal StandInServer(Func<string, string?> answer, int port = 0)
    {
        _answer = answer;
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        new Thread(Accept) { IsBackground = true }.Start();
    }

    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    internal Uri Uri => new($"http://127.0.0.1:{Port}");

    /// <summary>The requests so far, in order.</summary>
    internal string[] Requests => [.. _requests];

    /// <summary>The number of connections so far.</summary>
    internal int Connections => _clients.Count;

    /// <summary>Set when the first request is there.</summary>
    internal ManualResetEventSlim IsAsked { get; } = new();

    /// <summary>The body of a request.</summary>
    internal static string BodyOf(string request) => request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];

    internal static string Reply(string status, string body = "", string headers = "") =>
        $"HTTP/1.1 {status}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{headers}\r\n{body}";

    /// <summary>Waits until the server is disposed.</summary>
    internal string? Hang()
    {
        _released.Wait();
        return null;
    }

    public void Dispose()
    {
        _released.Set();
        _listener.Stop();
        foreach (TcpClient client in _clients)
        {
            client.Dispose();
        }
    }

    private void Accept()
    {
        try
        {
            while (true)
            {
                TcpClient client = _listener.AcceptTcpClient();
                _clients.Add(client);
                new Thread(() => Serve(client)) { IsBackground = true }.Start();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Disposed.
        }
    }

    private void Serve(TcpClient client)
    {
        try
        {
            using (client)
            {
                NetworkStream stream = client.GetStream();
                while (Read(stream) is { } request)
                {
                    _requests.Enqueue(request);
                    IsAsked.Set();
                    if (_answer(request) is not { } answer)
                    {
                        return;
                    }

                    stream.Write(Encoding.UTF8.GetBytes(answer));
                    if (answer.Contains("Connection: close", StringComparison.Ordinal))
                    {
                        return;
                    }
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The client, or the test, ended.
        }
    }

    private static string? Read(NetworkStream stream)
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            int next = stream.ReadByte();
            if (next < 0)
            {
                return null;
            }

            head.Append((char)next);
        }

        string length = head.ToString().Split("\r\n").First(line => line.StartsWith("Content-Length: ", StringComparison.Ordinal));
        byte[] body = new byte[int.Parse(length.AsSpan("Content-Length: ".Length), CultureInfo.InvariantCulture)];
        stream.ReadExactly(body);
        return head + Encoding.UTF8.GetString(body);
    }
}
