using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Telemetry.Reporters;

/// <summary>Accepts connections on a thread of its own, which does not keep the process alive, until it is disposed.</summary>
internal sealed class EndpointListener : IDisposable
{
    private const int Backlog = 128;

    // The cause of a failure, such as too many open files, needs time to end.
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    // The thread may be in a handler of the user, which must not make a stop wait forever.
    private static readonly TimeSpan s_longestJoin = TimeSpan.FromSeconds(1);

    private readonly Socket _socket;
    private readonly ManualResetEvent _closed = new(false);
    private Thread? _thread;

    private EndpointListener(Socket socket)
    {
        _socket = socket;
        Port = ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <summary>The port.</summary>
    internal int Port { get; }

    /// <summary>Opens a port. Clients that connect before <see cref="Start"/> wait.</summary>
    /// <exception cref="ReporterException">It cannot be opened.</exception>
    internal static EndpointListener Open(IPAddress address, int port)
    {
        Socket? socket = null;
        try
        {
            socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (address.Equals(IPAddress.IPv6Any) && Socket.OSSupportsIPv4)
            {
                socket.DualMode = true;
            }

            // Otherwise, another program could take over the port. Elsewhere, it would keep the port in use after a stop.
            if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            {
                socket.ExclusiveAddressUse = true;
            }

            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(Backlog);
            return new EndpointListener(socket);
        }
        catch (SocketException e)
        {
            socket?.Dispose();
            throw ErrorOf(e, address, port);
        }
    }

    /// <summary>Starts to accept connections.</summary>
    /// <param name="accept">Takes over a connection, without waiting for its client.</param>
    /// <param name="failed">Called at the first of several failures in a row. The listener continues.</param>
    /// <param name="name">The name of the thread.</param>
    internal void Start(Action<Socket> accept, Action<Exception> failed, string name) =>
        _thread = BackgroundThread.Start(() => Accept(accept, failed), name);

    /// <summary>Closes the port. When the method returns, no connection is accepted any more.</summary>
    public void Dispose()
    {
        _closed.Set();
        _socket.Dispose();
        _thread?.Join(s_longestJoin);
    }

    private static ReporterException ErrorOf(SocketException e, IPAddress address, int port)
    {
        string place = $"Port {port.ToString(CultureInfo.InvariantCulture)} of {address}";
        return e.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse => new(
                ReporterErrorKind.PortInUse, $"{place} is in use. Choose another port, or 0 for a free one.", port, e),
            SocketError.AccessDenied => new(
                ReporterErrorKind.PortInUse,
                $"{place} is reserved, or in use by a program that does not share it. Choose another port, of 1024 or higher, or 0 for a"
                    + " free one.",
                port,
                e),
            _ => new(
                ReporterErrorKind.InvalidAddress,
                $"The endpoint cannot listen at {address}: {e.Message}. Use an address of this machine.",
                address.ToString(),
                e),
        };
    }

    private void Accept(Action<Socket> accept, Action<Exception> failed)
    {
        bool isFailing = false;
        while (!_closed.WaitOne(0))
        {
            try
            {
                accept(_socket.Accept());
                isFailing = false;
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted)
            {
                // The client was gone before it was accepted.
            }
            catch (Exception e)
            {
                if (_closed.WaitOne(isFailing ? s_pause : TimeSpan.Zero))
                {
                    return;
                }

                if (!isFailing)
                {
                    isFailing = true;
                    failed(e);
                }
            }
        }
    }
}
