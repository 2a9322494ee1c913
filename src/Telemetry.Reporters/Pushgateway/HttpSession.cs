using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Telemetry.Reporters;

/// <summary>The requests of one report, on one connection as long as the server keeps it.</summary>
internal sealed class HttpSession(PushServer server, HostAddresses addresses, CancellationToken cancellation) : IDisposable
{
    private HttpConnection? _connection;

    /// <summary>Whether there was no connection at the last request.</summary>
    internal bool IsUnreachable { get; private set; }

    /// <summary>Sends a request.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path, below that of the server.</param>
    /// <param name="body">The body; null for none.</param>
    /// <exception cref="ReportException">There is no answer.</exception>
    /// <exception cref="OperationCanceledException">There was no answer in time.</exception>
    internal HttpReply Send(string method, string path, ByteBuffer? body)
    {
        bool isUsed = _connection is not null;
        try
        {
            try
            {
                return SendOnce(method, path, body);
            }
            catch (IOException) when (isUsed && !cancellation.IsCancellationRequested)
            {
                // The server may have closed a connection after its last answer.
                Dispose();
                return SendOnce(method, path, body);
            }
        }
        catch (Exception e) when (e is not ReportException)
        {
            Dispose();
            cancellation.ThrowIfCancellationRequested();
            throw new ReportException(ReasonOf(e), e);
        }
    }

    public void Dispose()
    {
        _connection?.Dispose();
        _connection = null;
    }

    private HttpReply SendOnce(string method, string path, ByteBuffer? body)
    {
        HttpConnection connection = _connection ?? Open();
        byte[] head = Encoding.ASCII.GetBytes(HeadOf(connection.Proxy, method, path, body?.Length));
        try
        {
            connection.Write(head, head.Length);
            if (body is not null)
            {
                connection.Write(body.Bytes, body.Length);
            }
        }
        catch (IOException) when (!cancellation.IsCancellationRequested)
        {
            // A server that refuses a request may answer, and close, before it read all of it.
            if (ReadAfterFailure(connection) is { } early)
            {
                return Keep(early);
            }

            throw;
        }

        return Keep(HttpReply.Read(connection.Reader, static _ => true));
    }

    private HttpConnection Open()
    {
        IsUnreachable = true;
        _connection = HttpConnection.Open(server, addresses, cancellation);
        IsUnreachable = false;
        return _connection;
    }

    private static HttpReply? ReadAfterFailure(HttpConnection connection)
    {
        try
        {
            return HttpReply.Read(connection.Reader, static _ => true);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private HttpReply Keep(HttpReply reply)
    {
        if (!reply.KeepsConnection)
        {
            Dispose();
        }

        return reply;
    }

    private string HeadOf(HttpProxy? proxy, string method, string path, int? length)
    {
        // A connection that is not encrypted has no tunnel: the proxy needs the whole address.
        bool isForwarded = proxy is not null && !server.IsSecure;
        var head = new StringBuilder();
        head.Append(method).Append(' ').Append(isForwarded ? $"http://{server.HostHeader}" : string.Empty)
            .Append(server.BasePath).Append(path).Append(" HTTP/1.1\r\nHost: ").Append(server.HostHeader)
            .Append("\r\nUser-Agent: Telemetry\r\n");
        Append("Authorization", server.Authorization);
        Append("Proxy-Authorization", isForwarded ? proxy!.Authorization : null);
        Append("Content-Type", length is null ? null : PrometheusText.ContentType(TextFormat.Prometheus));
        Append("Content-Length", FormattableString.Invariant($"{length ?? 0}"));
        return head.Append("\r\n").ToString();

        void Append(string name, string? value)
        {
            if (value is not null)
            {
                head.Append(name).Append(": ").Append(value).Append("\r\n");
            }
        }
    }

    private string ReasonOf(Exception e) =>
        e is AuthenticationException ? $"no secure connection to {server.HostAndPort}: {e.Message.TrimEnd('.')}"
        : IsUnreachable ? $"no connection to {server.HostAndPort}: {Cause(e)}"
        : $"the server gave no answer: {Cause(e)}";

    // The message of the inner exception of a stream has no sentence around it.
    private static string Cause(Exception e) => (e as SocketException ?? e.InnerException as SocketException) is { } socket
        ? new SocketException((int)socket.SocketErrorCode).Message.TrimEnd('.')
        : e.Message.TrimEnd('.');
}
