using Telemetry.Reporters;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Reporters;

/// <summary>The header <c>Host</c>, by which a web page that reads an endpoint of the own machine is recognized.</summary>
public sealed class EndpointHostTests : IDisposable
{
    private readonly MetricsOfATest _metrics = new();

    public void Dispose() => _metrics.Dispose();

    [Theory]
    [InlineData("localhost")]
    [InlineData("LocalHost:9464")]
    [InlineData("localhost:")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:9464")]
    [InlineData("192.168.0.1:80")]
    [InlineData("[::1]")]
    [InlineData("[::1]:9464")]
    public void R4_localhost_and_addresses_are_accepted(string host) => Assert.Equal(200, StatusOf(new() { Port = 0 }, host));

    [Theory]
    [InlineData("rebound.example")]
    [InlineData("rebound.example:9464")]
    [InlineData("localhost.rebound.example")]
    [InlineData("127.0.0.1.rebound.example:9464")]
    [InlineData("rebound.example:127.0.0.1")]
    [InlineData("rebound.example]:80")]
    [InlineData("[::1].rebound.example")]
    [InlineData("[::1]rebound.example:9464")]
    [InlineData("localhost:x")]
    [InlineData("localhost, localhost")]
    [InlineData("")]
    [InlineData(":9464")]
    public void R4_other_hosts_are_refused_without_credentials(string host)
    {
        using PrometheusEndpoint endpoint = EndpointOfATest.Start(_metrics.Registry);

        RawResponse response = RawClient.Send(endpoint, RequestOf(host));

        Assert.Equal("HTTP/1.1 403 Forbidden", response.StatusLine);
        Assert.Equal(
            "Without credentials, the metrics are only for the own machine. Use 'localhost' or an IP address in the URL, or require"
                + " credentials.\n",
            response.Text);
        Assert.Equal(0, endpoint.Reports + endpoint.Failures);
    }

    [Fact]
    public void R4_any_host_is_accepted_with_credentials() =>
        Assert.Equal(200, StatusOf(new() { Port = 0, BearerToken = "t" }, "web.example", "Authorization: Bearer t\r\n"));

    [Fact]
    public void R4_any_host_is_accepted_at_the_addresses_of_the_network() =>
        Assert.Equal(200, StatusOf(new() { Port = 0, Address = "0.0.0.0", AllowUnprotected = true }, "web.example"));

    private static string RequestOf(string host, string headers = "") => $"GET /metrics HTTP/1.1\r\nHost: {host}\r\n{headers}\r\n";

    private static int StatusOf(PrometheusEndpointOptions options, string host, string headers = "")
    {
        using var endpoint = new PrometheusEndpoint(options);
        endpoint.Start();
        return RawClient.Send(endpoint, RequestOf(host, headers)).Status;
    }
}
