using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Telemetry.Tests.Hosting;

/// <summary>A scrape whose response has begun, and does not fit into the buffers of the connection.</summary>
internal sealed class SlowScrape : IDisposable
{
    // The endpoint gives a client as long.
    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(5);

    private readonly TcpClient _client;
    private readonly Stopwatch _passed;

    private SlowScrape(TcpClient client, Stopwatch passed)
    {
        _client = client;
        _passed = passed;
    }

    /// <summary>Sends the request, and waits for the begin of the response.</summary>
    internal static async Task<SlowScrape> BeginAsync(int port)
    {
        Stopwatch passed = Stopwatch.StartNew();
        var client = new TcpClient { ReceiveBufferSize = 4096 };
        await client.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        byte[] begin = new byte["HTTP/1.1 200 OK\r\n".Length];
        await stream.ReadExactlyAsync(begin, TestContext.Current.CancellationToken);
        Assert.Equal("HTTP/1.1 200 OK\r\n", Encoding.ASCII.GetString(begin));
        return new SlowScrape(client, passed);
    }

    /// <summary>Reads the response to its end, and checks that nothing of it is missing.</summary>
    /// <returns>Whether the response is whole. If it is not, the time that a client has was over.</returns>
    internal async Task<bool> FinishAsync()
    {
        using var received = new MemoryStream();
        await _client.GetStream().CopyToAsync(received, 1 << 16, TestContext.Current.CancellationToken);
        bool wasInTime = _passed.Elapsed < s_time;
        string response = Encoding.ASCII.GetString(received.GetBuffer(), 0, (int)received.Length);
        int end = response.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        string header = response[..end].Split("\r\n")
            .Single(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        int length = int.Parse(header.Split(':')[1], CultureInfo.InvariantCulture);
        int missing = length - (response.Length - end - "\r\n\r\n".Length);
        Assert.InRange(length, 8_000_000, int.MaxValue);
        Assert.True(missing == 0 || !wasInTime, $"{missing} bytes of {length} are missing.");
        return missing == 0;
    }

    public void Dispose() => _client.Dispose();
}
