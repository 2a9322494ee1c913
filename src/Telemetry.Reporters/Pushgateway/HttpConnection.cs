using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Telemetry.Reporters;

/// <summary>A connection to a server, on which each call waits on the thread of the caller. Cancelling closes the socket, and with it
/// ends a call that waits.</summary>
/// <remarks>Not <c>HttpClient</c>: its method <c>Send</c> needs threads of the pool to connect (tried), all of which may be blocked at
/// the end of a process, and .NET Framework does not have it.</remarks>
internal sealed class HttpConnection : IDisposable
{
    private readonly Socket _socket;
    private readonly CancellationTokenRegistration _registration;
    private Stream _stream;

    private HttpConnection(Socket socket, CancellationTokenRegistration registration, HttpProxy? proxy)
    {
        _socket = socket;
        _registration = registration;
        Proxy = proxy;
        _stream = new NetworkStream(socket, ownsSocket: true);
        Reader = new HttpReader(_stream);
    }

    internal HttpProxy? Proxy { get; }

    internal HttpReader Reader { get; private set; }

    /// <summary>Connects to a server, by the proxy of the system if there is one for it.</summary>
    internal static HttpConnection Open(PushServer server, HostAddresses addresses, CancellationToken cancellation)
    {
        HttpProxy? proxy = HttpProxy.For(server.Uri);
        HttpConnection connection = proxy is null
            ? Connect(addresses.Resolve(cancellation), server.Uri.Port, proxy, cancellation)
            : Connect(
                new HostAddresses(proxy.Uri.DnsSafeHost, TimeSpan.Zero).Resolve(cancellation), proxy.Uri.Port, proxy, cancellation);
        try
        {
            if (server.IsSecure)
            {
                connection.Secure(server);
            }

            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    internal void Write(byte[] bytes, int length) => _stream.Write(bytes, 0, length);

    public void Dispose()
    {
        _registration.Dispose();
        _stream.Dispose();
        _socket.Dispose();
    }

    private static HttpConnection Connect(IPAddress[] addresses, int port, HttpProxy? proxy, CancellationToken cancellation)
    {
        for (int i = 0; ; i++)
        {
            var socket = new Socket(addresses[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            CancellationTokenRegistration registration = cancellation.Register(socket.Dispose);
            try
            {
                socket.Connect(addresses[i], port);
                return new HttpConnection(socket, registration, proxy);
            }
            catch (Exception e)
            {
                registration.Dispose();
                socket.Dispose();
                if (i == addresses.Length - 1 || cancellation.IsCancellationRequested || e is not SocketException)
                {
                    throw;
                }
            }
        }
    }

    private void Secure(PushServer server)
    {
        if (Proxy is not null)
        {
            string authorization = Proxy.Authorization is null ? string.Empty : $"Proxy-Authorization: {Proxy.Authorization}\r\n";
            byte[] request = Encoding.ASCII.GetBytes(
                $"CONNECT {server.HostAndPort} HTTP/1.1\r\nHost: {server.HostAndPort}\r\n{authorization}\r\n");
            Write(request, request.Length);
            HttpReply reply = HttpReply.Read(Reader, status => status is < 200 or >= 300);
            if (!reply.IsSuccess)
            {
                throw new ReportException($"the proxy {Proxy.HostAndPort} answered {PrintableText.Of($"{reply.Status} {reply.Phrase}")}");
            }
        }

        var secure = new SslStream(_stream, leaveInnerStreamOpen: false);
        _stream = secure;

        // The versions that the system chooses: otherwise .NET Framework takes those of old programs.
        secure.AuthenticateAsClient(server.Host, clientCertificates: null, SslProtocols.None, checkCertificateRevocation: false);
        Reader = new HttpReader(secure);
    }
}
