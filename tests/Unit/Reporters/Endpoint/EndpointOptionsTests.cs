using System.Net;
using Telemetry.Reporters;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Reporters;

/// <summary>The addresses, ports and paths of endpoints, and options that are refused.</summary>
public sealed class EndpointOptionsTests : IDisposable
{
    private readonly MetricsOfATest _metrics = new();

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public void R4_defaults_are_the_port_and_path_that_exporters_have() =>
        Assert.Equal("prometheus (prometheus): http://127.0.0.1:9464/metrics", new PrometheusEndpoint(new()).ToString());

    [Fact]
    public void R4_port_0_is_a_free_one()
    {
        using var endpoint = new PrometheusEndpoint(new() { Registry = _metrics.Registry, Port = 0 });
        Assert.Equal(0, endpoint.Port);

        endpoint.Start();

        Assert.InRange(endpoint.Port, 1024, IPEndPoint.MaxPort);
        Assert.Equal(new Uri($"http://127.0.0.1:{endpoint.Port}/metrics"), endpoint.Uri);
        Assert.Equal(endpoint.Uri.AbsoluteUri, endpoint.Target);
        Assert.Equal(200, RawClient.GetMetrics(endpoint).Status);
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1", "127.0.0.1")]
    [InlineData("127.0.0.2", "127.0.0.2", "127.0.0.2")]
    [InlineData("localhost", "127.0.0.1", "127.0.0.1")]
    [InlineData("LocalHost", "127.0.0.1", "127.0.0.1")]
    [InlineData("0.0.0.0", "0.0.0.0", "127.0.0.1")]
    [InlineData("::ffff:127.0.0.1", "127.0.0.1", "127.0.0.1")]
    [InlineData("::1", "[::1]", "::1")]
    [InlineData("[::1]", "[::1]", "::1")]
    [InlineData("::", "[::]", "::1")]
    [InlineData("::", "[::]", "127.0.0.1")]
    public void R4_endpoint_listens_at_an_address(string address, string host, string client)
    {
        Assert.SkipWhen(client == "::1" && !System.Net.Sockets.Socket.OSSupportsIPv6, "There is no IPv6 here.");
        Assert.SkipWhen(client == "127.0.0.2" && OperatingSystem.IsMacOS(), "There is only 127.0.0.1 here.");
        using var endpoint = new PrometheusEndpoint(
            new() { Registry = _metrics.Registry, Address = address, Port = 0, AllowUnprotected = true });
        endpoint.Start();

        Assert.Equal($"http://{host}:{endpoint.Port}/metrics", endpoint.Target);
        Assert.Equal(200, RawClient.Send(endpoint, RawClient.Get, IPAddress.Parse(client)).Status);
    }

    [Theory]
    [InlineData("/a/b.c~d", "/a/b.c~d")]
    [InlineData("/", "/")]
    [InlineData("/a/../b", "/b")]
    [InlineData("/m%C3%A4%20x", "/m%C3%A4%20x")]
    public void R4_path_is_the_one_of_the_options(string path, string requested)
    {
        using var endpoint = new PrometheusEndpoint(new() { Registry = _metrics.Registry, Path = path, Port = 0 });
        endpoint.Start();

        Assert.Equal(requested, endpoint.Uri.AbsolutePath);
        Assert.Equal(200, RawClient.Send(endpoint, $"GET {requested} HTTP/1.1\r\nHost: localhost\r\n\r\n").Status);
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("192.0.2.1")]
    public void R4_endpoint_that_others_reach_needs_protection(string address)
    {
        ReporterException error = Refused(new() { Address = address });

        Assert.Equal(ReporterErrorKind.EndpointNotProtected, error.Kind);
        Assert.Equal(address, error.Target);
        _ = new PrometheusEndpoint(new() { Address = address, BearerToken = "x" });
        _ = new PrometheusEndpoint(new() { Address = address, UserName = "x", Password = "y" });
        _ = new PrometheusEndpoint(new() { Address = address, AllowUnprotected = true });
    }

    [Theory]
    [InlineData("")]
    [InlineData("80")]
    [InlineData("127.1")]
    [InlineData("127.0.0.256")]
    [InlineData("127.0.0.1:80")]
    [InlineData("example.com")]
    [InlineData("*")]
    [InlineData("http://127.0.0.1")]
    public void R4_text_that_is_not_an_address_is_refused(string address) =>
        Assert.Equal(
            (ReporterErrorKind.InvalidAddress, (object?)address),
            KindAndTarget(Refused(new() { Address = address, AllowUnprotected = true })));

    [Theory]
    [InlineData(-1)]
    [InlineData(65536)]
    public void R4_port_out_of_range_is_refused(int port) =>
        Assert.Equal((ReporterErrorKind.InvalidOption, (object?)port), KindAndTarget(Refused(new() { Port = port })));

    [Theory]
    [InlineData("")]
    [InlineData("metrics")]
    [InlineData("/metrics?x")]
    [InlineData("/metrics#x")]
    [InlineData("/me trics")]
    [InlineData("/mätrics")]
    [InlineData("/me\ntrics")]
    public void R4_path_that_no_client_can_ask_for_is_refused(string path) =>
        Assert.Equal((ReporterErrorKind.InvalidOption, (object?)path), KindAndTarget(Refused(new() { Path = path })));

    [Theory]
    [InlineData("user", null, null)]
    [InlineData(null, "password", null)]
    [InlineData("user", "", null)]
    [InlineData("", "password", null)]
    [InlineData("us:er", "password", null)]
    [InlineData(null, null, "")]
    [InlineData(null, null, "to ken")]
    [InlineData(null, null, "tokén")]
    [InlineData(null, null, "token\n")]
    public void R4_credentials_that_no_client_can_send_are_refused_and_not_shown(string? user, string? password, string? token)
    {
        ReporterException error = Refused(new() { UserName = user, Password = password, BearerToken = token });

        Assert.Equal((ReporterErrorKind.InvalidOption, (object?)null), KindAndTarget(error));
        Assert.All(
            new[] { user, password, token }.Where(secret => secret?.Length > 5 && secret is not "password"),
            secret => Assert.DoesNotContain(secret!, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void R4_address_of_another_machine_is_refused_at_the_start()
    {
        var endpoint = new PrometheusEndpoint(new() { Registry = _metrics.Registry, Address = "192.0.2.1", Port = 0, BearerToken = "x" });

        ReporterException error = Assert.Throws<ReporterException>(endpoint.Start);

        Assert.Equal((ReporterErrorKind.InvalidAddress, (object?)"192.0.2.1"), KindAndTarget(error));
        Assert.DoesNotContain(endpoint, Reporter.List());
    }

    [Fact]
    public void R4_port_in_use_is_refused_at_the_start()
    {
        using PrometheusEndpoint first = EndpointOfATest.Start(_metrics.Registry);
        using var second = new PrometheusEndpoint(new() { Registry = _metrics.Registry, Port = first.Port });

        ReporterException error = Assert.Throws<ReporterException>(second.Start);

        Assert.Equal((ReporterErrorKind.PortInUse, (object?)first.Port), KindAndTarget(error));
        Assert.Contains($"Port {first.Port} of 127.0.0.1 is in use.", error.Message, StringComparison.Ordinal);
        Assert.Equal(200, RawClient.GetMetrics(first).Status);
    }

    private static ReporterException Refused(PrometheusEndpointOptions options) =>
        Assert.Throws<ReporterException>(() => new PrometheusEndpoint(options));

    private static (ReporterErrorKind Kind, object? Target) KindAndTarget(ReporterException error) => (error.Kind, error.Target);
}
