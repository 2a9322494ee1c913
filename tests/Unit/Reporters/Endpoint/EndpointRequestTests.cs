using System.Text;
using Telemetry.Reporters;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Reporters;

/// <summary>Requests to an endpoint, valid and not, byte by byte.</summary>
public sealed class EndpointRequestTests : IDisposable
{
    private readonly MetricsOfATest _metrics = new();
    private readonly PrometheusEndpoint _endpoint;

    public EndpointRequestTests()
    {
        _metrics.Count(3);
        _endpoint = EndpointOfATest.Start(_metrics.Registry);
    }

    public void Dispose()
    {
        _endpoint.Dispose();
        _metrics.Dispose();
    }

    [Fact]
    public void R4_response_has_its_whole_length_and_closes_the_connection()
    {
        RawResponse response = RawClient.GetMetrics(_endpoint);

        Assert.Equal("HTTP/1.1 200 OK", response.StatusLine);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response["Content-Type"]);
        Assert.Equal($"{response.Body.Length}", response["Content-Length"]);
        Assert.Equal("close", response["Connection"]);
        Assert.NotNull(response["Date"]);
        Assert.Equal(Written.Prometheus(_metrics.Registry.Collect()), response.Text);
        Assert.Contains("job_total 3\n", response.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET /metrics?name=x HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET /metrics HTTP/1.0\r\n\r\n")]
    [InlineData("GET http://proxy.example/metrics HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("\r\n\r\nGET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET /metrics HTTP/1.1\nHost: localhost\n\n")]
    [InlineData("GET /metrics HTTP/1.9\r\nHOST:localhost\r\nX-Empty:\r\nX-Tab:\ta\t\r\n\r\n")]
    [InlineData("GET /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n")]
    [InlineData("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\nGET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n\0garbage\r\n\u00FF")]
    public void R4_request_is_answered_once(string request)
    {
        RawResponse response = RawClient.Send(_endpoint, request);

        Assert.Equal(200, response.Status);
        Assert.Equal(Written.Prometheus(_metrics.Registry.Collect()), response.Text);
    }

    [Theory]
    [InlineData(400, "GET /metrics\r\n\r\n")]
    [InlineData(400, "GET  /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData(400, "GET /metrics HTTP/1.1 \r\nHost: localhost\r\n\r\n")]
    [InlineData(400, "GET\t/metrics\tHTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData(400, "G(T /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData(400, "GET /metrics HTTX/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData(400, "GET /metrics HTTP/1.10\r\nHost: localhost\r\n\r\n")]
    [InlineData(400, "GET metrics HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData(400, "GET /metr\u0001cs HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData(400, "GET /metr\u00EFcs HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData(400, "GET /metrics#x HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData(400, "GET /metrics HTTP/1.1\r\n\r\n")]
    [InlineData(400, "GET /metrics HTTP/1.1\r\nHost: localhost\r\nHost: y\r\n\r\n")]
    [InlineData(400, "GET /metrics HTTP/1.1\r\nHost: localhost\r\nAccept : */*\r\n\r\n")]
    [InlineData(400, "GET /metrics HTTP/1.1\r\nHost: localhost\r\n folded\r\n\r\n")]
    [InlineData(400, "GET /metrics HTTP/1.1\r\nHost: localhost\r\nnothing\r\n\r\n")]
    [InlineData(400, "GET /metrics HTTP/1.1\r\nHost: localhost\r\n: y\r\n\r\n")]
    [InlineData(400, "GET /metrics HTTP/1.1\r\nHost: localhost\0\r\n\r\n")]
    [InlineData(400, "GET /metrics HTTP/1.1\r\nHost: localhost\ry: z\r\n\r\n")]
    [InlineData(400, "GET /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n")]
    [InlineData(400, "GET /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nContent-Length: 9\r\n\r\n")]
    [InlineData(400, "\x16\x03\x01\x02")]
    [InlineData(413, "GET /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999\r\n\r\n")]
    [InlineData(413, "POST /metrics HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n")]
    [InlineData(404, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData(404, "GET /metrics/ HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData(404, "GET /Metrics HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData(404, "GET http://x HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData(404, "GET http://x?/metrics HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData(404, "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData(405, "POST /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData(405, "get /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData(505, "GET /metrics HTTP/2.0\r\nHost: localhost\r\n\r\n")]
    [InlineData(505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")]
    public void R4_request_is_answered_with_an_error(int status, string request)
    {
        RawResponse response = RawClient.Send(_endpoint, request);

        Assert.Equal(status, response.Status);
        Assert.Equal("text/plain; charset=utf-8", response["Content-Type"]);
        Assert.Equal($"{response.Body.Length}", response["Content-Length"]);
        Assert.Equal("close", response["Connection"]);
        Assert.Equal(status == 405 ? "GET, HEAD" : null, response["Allow"]);
        Assert.EndsWith(".\n", response.Text, StringComparison.Ordinal);
        Assert.Equal(0, _endpoint.Reports + _endpoint.Failures);
    }

    [Fact]
    public void R4_target_that_is_too_long_is_refused() => AssertRefused(414, $"GET /{new string('a', 10_000)} HTTP/1.1\r\n\r\n");

    [Fact]
    public void R4_header_that_is_too_long_is_refused() =>
        AssertRefused(431, $"GET /metrics HTTP/1.1\r\nHost: localhost\r\nX: {new string('a', 10_000)}\r\n\r\n");

    [Fact]
    public void R4_too_many_headers_are_refused() =>
        AssertRefused(431, RawClient.RequestOf("GET", [.. Enumerable.Range(0, 101).Select(i => $"X{i}: y")]));

    [Fact]
    public void R4_flood_of_headers_is_refused_while_it_is_sent() =>
        AssertRefused(
            431,
            $"GET /metrics HTTP/1.1\r\nHost: localhost\r\n{string.Concat(Enumerable.Range(0, 50_000).Select(i => $"X{i}: y\r\n"))}");

    [Fact]
    public void R4_large_body_is_refused_without_a_reset() =>
        AssertRefused(413, $"POST /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n{new string('a', 100_000)}");

    [Fact]
    public void R4_head_has_the_headers_and_no_body()
    {
        RawResponse head = RawClient.Send(_endpoint, RawClient.RequestOf("HEAD"));
        RawResponse get = RawClient.GetMetrics(_endpoint);

        Assert.Equal(200, head.Status);
        Assert.Equal(get["Content-Type"], head["Content-Type"]);
        Assert.Equal(get["Content-Length"], head["Content-Length"]);
        Assert.Empty(head.Body);
        Assert.Empty(RawClient.Send(_endpoint, "HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n").Body);
        _endpoint.WaitForReports(1);
    }

    [Fact]
    public void R4_client_that_has_ended_its_side_gets_the_response()
    {
        using var client = new RawClient(_endpoint);
        client.Send(RawClient.Get);
        client.EndSending();

        Assert.Equal(200, client.ReadResponse().Status);
    }

    [Fact]
    public void R4_request_that_ends_before_its_headers_is_refused()
    {
        using var client = new RawClient(_endpoint);
        client.Send("GET /metrics HTTP/1.1\r\nHost: localhost\r\n");
        client.EndSending();

        Assert.Equal(400, client.ReadResponse().Status);
    }

    [Fact]
    public void R4_client_that_sends_nothing_gets_nothing()
    {
        using var client = new RawClient(_endpoint);
        client.EndSending();

        Assert.Empty(client.ReadToEnd());
    }

    [Fact]
    public void R4_request_in_single_bytes_is_answered()
    {
        using var client = new RawClient(_endpoint);
        foreach (byte one in Encoding.ASCII.GetBytes(RawClient.Get))
        {
            client.Send([one]);
        }

        Assert.Equal(200, client.ReadResponse().Status);
    }

    [Fact]
    public void R3_client_gets_the_format_that_it_prefers()
    {
        RawResponse response = RawClient.GetMetrics(
            _endpoint, "Accept: text/plain;version=0.0.4;q=0.5", "accept: application/openmetrics-text;version=1.0.0");

        Assert.Equal("application/openmetrics-text; version=1.0.0; charset=utf-8", response["Content-Type"]);
        Assert.Equal(Written.OpenMetrics(_metrics.Registry.Collect()), response.Text);
        Assert.Equal("Accept, Accept-Encoding", response["Vary"]);
    }

    [Theory]
    [InlineData(true, "gzip")]
    [InlineData(true, "deflate, GZIP;q=0.5")]
    [InlineData(true, "br;q=1, *;q=0.1")]
    [InlineData(true, "gzip;q=0.5, identity;q=0.5")]
    [InlineData(true, "identity;q=0, gzip")]
    [InlineData(false, "")]
    [InlineData(false, "deflate, br")]
    [InlineData(false, "gzip;q=0")]
    [InlineData(false, "gzip; q=0.000, *")]
    [InlineData(false, "gzip;q=0.4, identity;q=0.5")]
    [InlineData(false, "gzip;q=2")]
    [InlineData(false, "*;q=0")]
    public void R4_response_is_compressed_for_clients_that_accept_it(bool expected, string acceptEncoding)
    {
        RawResponse response = RawClient.GetMetrics(_endpoint, $"Accept-Encoding: {acceptEncoding}");

        Assert.Equal(expected ? "gzip" : null, response["Content-Encoding"]);
        Assert.Equal($"{response.Body.Length}", response["Content-Length"]);
        Assert.Equal(Written.Prometheus(_metrics.Registry.Collect()), response.Text);
    }

    private void AssertRefused(int status, string request) => Assert.Equal(status, RawClient.Send(_endpoint, request).Status);
}
