using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Telemetry.Tests.Hosting;

/// <summary>A scrape whose response has begun, and does not fit into the buffers of the connection.</summary>
internal sealed class SlowScrape : IDisposable
{
    private readonly TcpClient _client;
    private readonly StreamReader _reader;

    private SlowScrape(TcpClient client)
    {
        _client = client;
        _reader = new StreamReader(client.GetStream(), Encoding.ASCII, false, bufferSize: 128);
    }

    /// <summary>Sends the request, and waits for the begin of the response.</summary>
    internal static async Task<SlowScrape> BeginAsync(int port)
    {
        var client = new TcpClient { ReceiveBufferSize = 4096 };
        await client.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(
            "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        var scrape = new SlowScrape(client);
        Assert.Equal("HTTP/1.1 200 OK", await scrape._reader.ReadLineAsync(TestContext.Current.CancellationToken));
        return scrape;
    }

    /// <summary>Reads the response to its end, and checks that nothing of it is missing.</summary>
    internal async Task FinishAsync()
    {
        int length = 0;
        while (await _reader.ReadLineAsync(TestContext.Current.CancellationToken) is { Length: > 0 } header)
        {
            if (header.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
            {
                length = int.Parse(header.Split(':')[1], CultureInfo.InvariantCulture);
            }
        }

        string body = await _reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.InRange(length, 8_000_000, int.MaxValue);
        Assert.Equal(length, body.Length);
    }

    public void Dispose()
    {
        _reader.Dispose();
        _client.Dispose();
    }
}
