using System.Net.Sockets;
using Telemetry.Metrics;
using Telemetry.Reporters;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Reporters;

/// <summary>Endpoints that start, stop, fail and work beside each other.</summary>
public sealed class EndpointLifeTests : IDisposable
{
    private readonly MetricsOfATest _metrics = new();

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public void R1_each_scrape_is_a_report_and_a_span()
    {
        using PrometheusEndpoint endpoint = EndpointOfATest.Start(_metrics.Registry);
        Recorder spans = _metrics.Dispatcher.RecordSpans("telemetry.reporter.report");

        RawResponse response = RawClient.GetMetrics(endpoint, "Accept-Encoding: gzip");

        endpoint.WaitForReports(1);
        Assert.Equal(new ReportSize(1, response.Body.Length), endpoint.LastSize);
        Assert.NotNull(endpoint.LastReport);
        Assert.True(SpinWait.SpinUntil(() => spans.Count == 2, Threads.Patience));
        EventRecord start = spans.Records[0];
        Assert.Equal(
            ("telemetry.reporter.report.start", endpoint.Name, endpoint.Target),
            (start.EventName.ToString(), start.Metadata["reporter"].ToString(), start.Metadata["target"].ToString()));
        EventRecord stop = spans.Records[1];
        Assert.Equal(
            ("telemetry.reporter.report.stop", "1", $"{response.Body.Length}"),
            (stop.EventName.ToString(), stop.Measurements["series"].ToString(), stop.Measurements["bytes"].ToString()));
    }

    [Fact]
    public async Task R4_scrape_under_way_completes_at_a_stop_and_no_other_begins()
    {
        using var inside = new ManualResetEventSlim();
        using var open = new ManualResetEventSlim();
        PrometheusEndpoint endpoint = EndpointOfATest.Start(_metrics.Registry);
        _metrics.Registry.Collecting += (_, _) =>
        {
            inside.Set();
            Threads.WaitFor(open);
        };
        using var client = new RawClient(endpoint);
        client.Send(RawClient.Get);
        Threads.WaitFor(inside);

        Task<bool> stop = endpoint.StopAsync(Threads.Patience);

        Assert.True(SpinWait.SpinUntil(() => !CanConnect(endpoint), Threads.Patience));
        Assert.False(stop.IsCompleted);
        open.Set();
        Assert.Equal(200, client.ReadResponse().Status);
        Assert.True(await stop);
        Assert.Equal((ReporterState.Stopped, 1), (endpoint.State, endpoint.Reports));
    }

    [Fact]
    public async Task R4_stop_does_not_wait_for_clients_that_send_nothing_more()
    {
        PrometheusEndpoint endpoint = EndpointOfATest.Start(_metrics.Registry);
        using var idle = new RawClient(endpoint);
        using var half = new RawClient(endpoint);
        half.Send("GET /metrics HTTP/1.1\r\n");
        Assert.Equal(200, RawClient.GetMetrics(endpoint).Status);

        Assert.True(await endpoint.StopAsync(Threads.Patience));

        // Not the error for a request that did not come in time.
        Assert.Empty(idle.ReadToEnd());
        Assert.Empty(half.ReadToEnd());
    }

    [Fact]
    public async Task R4_stop_says_that_a_scrape_was_cut_off()
    {
        _metrics.AddLargeSeries();
        PrometheusEndpoint endpoint = EndpointOfATest.Start(_metrics.Registry);
        using var slow = new RawClient(endpoint, isSlowReader: true);
        slow.Send(RawClient.Get);
        slow.WaitForResponse();

        Assert.False(await endpoint.StopAsync(TimeSpan.FromMilliseconds(50)));

        slow.WaitForEnd();
        endpoint.WaitForReports(arrived: 0, failed: 1);
        Assert.Equal(ReporterState.Stopped, endpoint.State);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void R4_port_is_free_after_each_of_a_hundred_stops()
    {
        int port = 0;
        for (int round = 0; round < 100; round++)
        {
            using var endpoint = new PrometheusEndpoint(new() { Registry = _metrics.Registry, Port = port });
            endpoint.Start();
            port = endpoint.Port;

            Assert.Equal(200, RawClient.GetMetrics(endpoint).Status);
            endpoint.WaitForReports(1);
        }
    }

    [Fact]
    public void R1_two_endpoints_serve_each_its_own_metrics()
    {
        _metrics.Registry.Add(new("web.request.count", MetricType.Counter));
        using var all = new PrometheusEndpoint(new() { Registry = _metrics.Registry, Port = 0, Prefix = "app" });
        using var web = new PrometheusEndpoint(new() { Registry = _metrics.Registry, Port = 0, Metrics = ["web.*"], Path = "/web" });
        all.Start();
        web.Start();

        RawResponse first = RawClient.GetMetrics(all);
        RawResponse second = RawClient.Send(web, "GET /web HTTP/1.1\r\nHost: localhost\r\n\r\n");

        Assert.Equal(Written.Prometheus(_metrics.Registry.Collect(), "app"), first.Text);
        Assert.Equal("web_request_total 0", second.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]);
        Assert.DoesNotContain("job", second.Text, StringComparison.Ordinal);
        Assert.NotEqual(all.Name, web.Name);
    }

    [Fact]
    public async Task R4_flush_has_nothing_to_send()
    {
        await using PrometheusEndpoint endpoint = EndpointOfATest.Start(_metrics.Registry);

        Assert.True(await endpoint.FlushAsync(Threads.Patience));
        Assert.Equal(0, endpoint.Reports);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public void R4_metrics_that_cannot_be_collected_are_an_error(string method)
    {
        using IDisposable rule = _metrics.Dispatcher.AddPassThrough(static e => e is InsufficientMemoryException);
        using PrometheusEndpoint endpoint = EndpointOfATest.Start(_metrics.Registry);
        var notices = new List<string>();
        endpoint.Noticed += (_, notice) => notices.Add(notice.Message);
        EventHandler fail = static (_, _) => throw new InsufficientMemoryException("no memory");
        _metrics.Registry.Collecting += fail;

        RawResponse response = RawClient.Send(endpoint, RawClient.RequestOf(method));

        Assert.Equal(500, response.Status);
        if (method == "GET")
        {
            Assert.Equal("The metrics could not be collected: no memory\n", response.Text);
            endpoint.WaitForReports(arrived: 0, failed: 1);
            Assert.Equal(ReporterState.Failing, endpoint.State);
        }

        _metrics.Registry.Collecting -= fail;
        Assert.Equal(200, RawClient.GetMetrics(endpoint).Status);
        endpoint.WaitForReports(arrived: 1, failed: method == "GET" ? 1 : 0);
        Assert.Equal(ReporterState.Running, endpoint.State);
        Assert.Equal(method == "GET" ? 2 : 0, notices.Count);
    }

    private static bool CanConnect(PrometheusEndpoint endpoint)
    {
        try
        {
            using var client = new RawClient(endpoint);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
