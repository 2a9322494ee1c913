using System.Net;
using System.Net.Sockets;
using Telemetry.Diagnostics;
using Telemetry.Metrics;
using Telemetry.Polling;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Diagnostics;

/// <summary>The meters of the platform as events.</summary>
public sealed class PlatformMeterTests : IDisposable
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly SourceBridge _bridge;
    private readonly Recorder _recorder = new();

    public PlatformMeterTests() => _bridge = new SourceBridge(_dispatcher);

    public void Dispose() => _bridge.Dispose();

    [Fact]
    public async Task B3_runtime_reports_memory_and_collections()
    {
        using TelemetrySource source = _bridge.Enable("System.Runtime", SourceKind.Meter, new() { Prefix = "test" });
        _dispatcher.Attach("listen", EventPattern.Parse("test.*"), _recorder.Handle);
        using var registry = new MetricRegistry(_dispatcher);
        Metric heaps = registry.Add(new("heap.size", MetricType.LastValue)
        {
            Events = ["test.system.runtime.dotnet.gc.last_collection.heap.size"],
            Measurement = "value",
            Tags = [new("generation", "gc.heap.generation")],
            PerPoll = true,
        });
        GC.Collect();
        Poll poll = Poller.ListAll().Single(poll => poll.Name == "meter system.runtime" && poll.Poller.Dispatcher == _dispatcher);
        Assert.True(await poll.RunAsync(Threads.Patience));

        Assert.Contains("test.system.runtime.dotnet.gc.collections", _recorder.Names);
        Assert.Contains("test.system.runtime.dotnet.process.memory.working_set", _recorder.Names);
        Assert.Contains("gen0", heaps.Read().Series.Select(series => series.TagValues[0]));
        Assert.Equal(0, poll.Failures);
        Assert.Empty(source.Dropped);
    }

    [Fact]
    public async Task B3_http_client_reports_requests_and_adds_no_header()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        Task<string> answered = AnswerAsync(listener);
        _bridge.Enable("System.Net.Http", SourceKind.Meter, new() { Prefix = "test" });
        _dispatcher.Attach("listen", EventPattern.Parse("test.*"), _recorder.Handle);
        using (var client = new HttpClient())
        {
            using HttpResponseMessage response = await client.GetAsync(
                new Uri($"http://127.0.0.1:{port}/"), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }

        Assert.DoesNotContain("traceparent", await answered, StringComparison.OrdinalIgnoreCase);
        EventRecord duration = Assert.Single(_recorder.Records, record =>
            record.EventName.ToString().EndsWith(".http.client.request.duration", StringComparison.Ordinal)
            && record.Metadata["server.port"] == port);
        Assert.Equal(404, duration.Metadata["http.response.status_code"]);
        Assert.Equal("GET", duration.Metadata["http.request.method"]);
        Assert.Equal(MetadataValueKind.Double, duration.Measurements["value"].Kind);
    }

    private static async Task<string> AnswerAsync(TcpListener listener)
    {
        using TcpClient client = await listener.AcceptTcpClientAsync();
        NetworkStream stream = client.GetStream();
        var request = new System.Text.StringBuilder();
        var buffer = new byte[4096];
        while (!request.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            request.Append(System.Text.Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer)));
        }

        await stream.WriteAsync("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
        return request.ToString();
    }
}
