using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Telemetry.Tests.Support;

/// <summary>A web server on loopback that answers by the path of the request: a number is the status of the answer, and any other
/// path gets none.</summary>
internal sealed class WebServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    internal WebServer()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The head of the last request.</summary>
    internal string LastRequest { get; private set; } = string.Empty;

    internal Uri At(string path, string scheme = "http") => new($"{scheme}://127.0.0.1:{Port}/{path}");

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
                while (await ReadAsync(reader) is { } request)
                {
                    LastRequest = request;
                    string path = request.Split(' ')[1].TrimStart('/').Split('?')[0];
                    if (int.TryParse(path, out int status))
                    {
                        string more = status is 302 ? "Location: /200\r\n" : string.Empty;
                        string answer = $"HTTP/1.1 {status} Answer\r\nContent-Length: 0\r\n{more}\r\n";
                        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(answer));
                    }
                    else if (path == "close")
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

    // Ends at bytes that are not a request, such as the beginning of TLS, which has no line ends.
    private static async Task<string?> ReadAsync(StreamReader reader)
    {
        var head = new StringBuilder();
        var next = new char[1];
        while (await reader.ReadAsync(next) == 1)
        {
            if (next[0] is < ' ' and not ('\r' or '\n'))
            {
                return null;
            }

            head.Append(next[0]);
            if (next[0] == '\n' && head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            {
                return head.ToString();
            }
        }

        return null;
    }
}
