using Telemetry.Reporters;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Reporters;

/// <summary>Clients that are slow, go away, or are too many.</summary>
[Trait("Category", "Slow")]
public sealed class EndpointClientTests : IDisposable
{
    private readonly MetricsOfATest _metrics = new();
    private readonly PrometheusEndpoint _endpoint;
    private readonly List<RawClient> _clients = [];
    private readonly List<string> _notices = [];

    public EndpointClientTests()
    {
        _endpoint = EndpointOfATest.Start(_metrics.Registry);
        _endpoint.Noticed += (_, notice) => _notices.Add(notice.Message);
    }

    public void Dispose()
    {
        _clients.ForEach(client => client.Dispose());
        _endpoint.Dispose();
        _metrics.Dispose();
    }

    [Fact]
    public void R4_ninth_connection_is_refused_while_eight_are_answered_and_served_when_one_ends()
    {
        _metrics.AddLargeSeries();
        RawClient[] eight = ConnectSlowReaders(EndpointOfATest.Limit);

        RawResponse ninth = RawClient.GetMetrics(_endpoint);

        Assert.Equal(503, ninth.Status);
        Assert.Equal("There are 8 requests already that are being answered. Try again later.\n", ninth.Text);
        eight[0].Dispose();
        Assert.True(SpinWait.SpinUntil(() => RawClient.GetMetrics(_endpoint).Status == 200, Threads.Patience));
    }

    [Fact]
    public void R4_connection_is_refused_at_once_however_many_there_are()
    {
        _metrics.AddLargeSeries();
        ConnectSlowReaders(EndpointOfATest.Limit);
        for (int i = 0; i < EndpointOfATest.Limit * 2; i++)
        {
            Connect("GET /metr");
        }

        Assert.Equal(503, Connect(string.Empty).ReadResponse().Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("GET /metr")]
    [InlineData("\0 not HTTP")]
    public void R4_oldest_connection_without_a_request_makes_room_for_another(string sent)
    {
        RawClient oldest = Connect(sent);
        RawClient second = Connect("GET /metr");
        for (int i = 2; i < EndpointOfATest.Limit; i++)
        {
            Connect(sent);
        }

        Assert.Equal(200, RawClient.GetMetrics(_endpoint).Status);

        oldest.WaitForEnd();
        second.Send("ics HTTP/1.1\r\nHost: localhost\r\n\r\n");
        Assert.Equal(200, second.ReadResponse().Status);
    }

    [Fact]
    public void R4_connections_without_requests_end_no_scrape()
    {
        _metrics.AddLargeSeries();
        RawClient scrape = ConnectSlowReaders(1)[0];
        for (int i = 0; i < EndpointOfATest.Limit * 2; i++)
        {
            Connect(string.Empty);
        }

        Assert.Equal(Written.Prometheus(_metrics.Registry.Collect()), scrape.ReadResponse().Text);
    }

    [Fact]
    public void R4_request_that_does_not_end_is_refused_whatever_still_comes()
    {
        RawClient client = Connect("GET /metrics HTTP/1.1\r\n");
        while (!client.HasResponseWithin(TimeSpan.FromMilliseconds(100)))
        {
            client.Send("X: y\r\n");
        }

        Assert.Equal(408, client.ReadResponse().Status);
        Assert.Equal((0, 0), (_endpoint.Reports, _endpoint.Failures));
    }

    [Fact]
    public void R4_connection_without_a_request_ends() => Assert.Empty(Connect(string.Empty).ReadToEnd());

    [Fact]
    public void R4_slow_reader_is_a_failed_report_of_an_endpoint_that_works()
    {
        _metrics.AddLargeSeries();
        RawClient slow = Connect(RawClient.Get, isSlowReader: true);

        // A little now and then, as long as the endpoint allows.
        while (!SpinWait.SpinUntil(() => _endpoint.Reports + _endpoint.Failures > 0, TimeSpan.FromMilliseconds(100)))
        {
            slow.TryReadOne();
        }

        _endpoint.WaitForReports(arrived: 0, failed: 1);
        Assert.Equal("a client did not read the response within 5 seconds", _endpoint.LastError);
        Assert.NotNull(_endpoint.LastErrorTime);
        Assert.Equal(ReporterState.Running, _endpoint.State);
        Assert.Empty(_notices);
        Assert.Equal(200, RawClient.GetMetrics(_endpoint).Status);
    }

    [Fact]
    public void R4_client_that_goes_away_is_a_failed_report_of_an_endpoint_that_works()
    {
        _metrics.AddLargeSeries();
        Recorder spans = _metrics.Dispatcher.RecordSpans("telemetry.reporter.report");
        RawClient client = Connect(RawClient.Get, isSlowReader: true);
        client.WaitForResponse();
        client.Reset();

        _endpoint.WaitForReports(arrived: 0, failed: 1);

        Assert.StartsWith("the connection ended before a client had the response: ", _endpoint.LastError, StringComparison.Ordinal);
        Assert.Equal(ReporterState.Running, _endpoint.State);
        Assert.Empty(_notices);
        Assert.Equal(
            ["telemetry.reporter.report.start", "telemetry.reporter.report.exception"],
            spans.Names);
    }

    [Fact]
    public void R4_slow_reader_delays_nobody()
    {
        _metrics.AddLargeSeries();
        ConnectSlowReaders(EndpointOfATest.Limit - 1);

        Assert.Equal(Written.Prometheus(_metrics.Registry.Collect()), RawClient.GetMetrics(_endpoint).Text);
    }

    /// <summary>Sends requests, and waits until they are being answered.</summary>
    private RawClient[] ConnectSlowReaders(int count)
    {
        RawClient[] clients = [.. Enumerable.Range(0, count).Select(_ => Connect(RawClient.Get, isSlowReader: true))];
        Array.ForEach(clients, client => client.WaitForResponse());
        return clients;
    }

    private RawClient Connect(string request, bool isSlowReader = false)
    {
        var client = new RawClient(_endpoint, isSlowReader);
        _clients.Add(client);
        client.Send(request);
        return client;
    }
}
