using System.Net;
using System.Net.Sockets;
using System.Text;
using Telemetry.Reporters;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Reporters;

/// <summary>A connection to an endpoint that sends what a test says, byte by byte.</summary>
internal sealed class RawClient : IDisposable
{
    internal const string Get = "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private readonly Socket _socket;

    /// <param name="endpoint">The endpoint.</param>
    /// <param name="isSlowReader">Whether the client has little memory for a response that it does not read.</param>
    /// <param name="address">The address to connect to; null for 127.0.0.1.</param>
    internal RawClient(PrometheusEndpoint endpoint, bool isSlowReader = false, IPAddress? address = null)
    {
        address ??= IPAddress.Loopback;
        _socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp)
        {
            ReceiveTimeout = (int)Threads.Patience.TotalMilliseconds,
            NoDelay = true,
        };
        if (isSlowReader)
        {
            _socket.ReceiveBufferSize = 4096;
        }

        _socket.Connect(address, endpoint.Port);
    }

    /// <summary>Sends a request on a connection of its own, and returns the response.</summary>
    internal static RawResponse Send(PrometheusEndpoint endpoint, string request, IPAddress? address = null)
    {
        using var client = new RawClient(endpoint, address: address);
        client.Send(request);
        return client.ReadResponse();
    }

    /// <summary>Asks for the metrics.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="headers">Headers to send, without line breaks at their ends.</param>
    internal static RawResponse GetMetrics(PrometheusEndpoint endpoint, params string[] headers) =>
        Send(endpoint, RequestOf("GET", headers));

    /// <summary>Returns the text of a request for the metrics.</summary>
    internal static string RequestOf(string method, params string[] headers) =>
        $"{method} /metrics HTTP/1.1\r\nHost: localhost\r\n{string.Concat(headers.Select(header => header + "\r\n"))}\r\n";

    internal void Send(string text) => Send(Encoding.Latin1.GetBytes(text));

    internal void Send(byte[] bytes)
    {
        int sent = 0;
        while (sent < bytes.Length)
        {
            sent += _socket.Send(bytes, sent, bytes.Length - sent, SocketFlags.None);
        }
    }

    internal void EndSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Waits until the first bytes of a response are there, and reads none.</summary>
    internal void WaitForResponse() => Assert.Equal(1, _socket.Receive(new byte[1], SocketFlags.Peek));

    internal RawResponse ReadResponse() => new(ReadToEnd());

    /// <summary>Reads until the endpoint closes the connection.</summary>
    internal byte[] ReadToEnd()
    {
        using var all = new MemoryStream();
        byte[] buffer = new byte[64 * 1024];
        int read;
        while ((read = _socket.Receive(buffer)) > 0)
        {
            all.Write(buffer, 0, read);
        }

        return all.ToArray();
    }

    /// <summary>Waits until bytes of a response are there.</summary>
    internal bool HasResponseWithin(TimeSpan time) => _socket.Poll(time, SelectMode.SelectRead);

    /// <summary>Reads a byte if there is one.</summary>
    internal void TryReadOne()
    {
        if (HasResponseWithin(TimeSpan.Zero))
        {
            _socket.Receive(new byte[1], SocketFlags.None, out _);
        }
    }

    /// <summary>Waits until the connection has ended, also by a reset.</summary>
    internal void WaitForEnd()
    {
        try
        {
            ReadToEnd();
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted)
        {
            // It has ended.
        }
    }

    /// <summary>Ends the connection by a reset.</summary>
    internal void Reset()
    {
        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _socket.Dispose();
    }

    public void Dispose() => _socket.Dispose();
}
