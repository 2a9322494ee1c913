using System.Net;
using System.Net.Sockets;

namespace Telemetry.Reporters;

/// <summary>Sends datagrams to a host. Used by one thread at a time.</summary>
internal sealed class UdpDestination(string host, int port)
{
    private const int ReceiveTimeout = 1;

    // A server has little memory for datagrams that it did not read yet (on Linux, for some 90 of them), and others are lost without a
    // trace. The original one reads about as many as are sent here: 2,000 a second, with 60,000 lines.
    private const int DatagramsAtOnce = 32;
    private const int DatagramsBetweenPauses = 2;
    private const int Pause = 1000;

    // In microseconds, as the pause: the time for the answer that nobody listens. On this machine, it is there at once.
    private const int LoopbackAnswer = 1000;
    private const int NetworkAnswer = 20_000;

    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(1);

    private readonly HostAddresses _addresses = new(host, s_lifetime);
    private readonly byte[] _buffer = new byte[1];
    private IPAddress? _last;

    /// <summary>Sends datagrams to the first address of the host that does not refuse them.</summary>
    /// <exception cref="ReportException">The host is not known.</exception>
    /// <exception cref="OperationCanceledException">The host was not found in time.</exception>
    internal UdpOutcome Send(IReadOnlyList<byte[]> datagrams, CancellationToken cancellation)
    {
        var outcome = default(UdpOutcome);
        foreach (IPAddress address in _addresses.Resolve(cancellation).OrderBy(address => address.Equals(_last) ? 0 : 1))
        {
            outcome = SendTo(address, datagrams, cancellation);
            if (outcome.Failure is null || outcome.Sent > 0 || cancellation.IsCancellationRequested)
            {
                _last = address;
                break;
            }
        }

        if (outcome.Failure is not null)
        {
            _addresses.Expire();
        }

        return outcome;
    }

    private UdpOutcome SendTo(IPAddress address, IReadOnlyList<byte[]> datagrams, CancellationToken cancellation)
    {
        int sent = 0;
        int wait = IPAddress.IsLoopback(address) ? LoopbackAnswer : NetworkAnswer;
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = ReceiveTimeout };
            socket.Connect(address, port);
            foreach (byte[] datagram in datagrams)
            {
                cancellation.ThrowIfCancellationRequested();
                socket.Send(datagram);
                sent++;
                if (sent == 1 || sent == datagrams.Count)
                {
                    ThrowIfRefused(socket, wait);
                }
                else if (sent >= DatagramsAtOnce && sent % DatagramsBetweenPauses == 0)
                {
                    ThrowIfRefused(socket, Pause);
                }
            }

            return new UdpOutcome(sent, failure: null);
        }
        catch (SocketException e)
        {
            // That nobody listens is known only after a datagram was sent.
            bool isLate = e.SocketErrorCode is SocketError.ConnectionRefused or SocketError.ConnectionReset;
            return new UdpOutcome(isLate ? Math.Max(sent - 1, 0) : sent, e);
        }
        catch (OperationCanceledException e)
        {
            return new UdpOutcome(sent, e);
        }
    }

    private void ThrowIfRefused(Socket socket, int microseconds)
    {
        if (socket.Poll(microseconds, SelectMode.SelectError) || socket.Poll(0, SelectMode.SelectRead))
        {
            try
            {
                socket.Receive(_buffer);
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock or SocketError.MessageSize)
            {
                // Nothing, or an answer that nobody needs.
            }
        }
    }
}
