using System.Text;
using Telemetry.Reporters;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Reporters;

public sealed class EndpointCredentialsTests : IDisposable
{
    private const string Token = "s3cret-tok.en/==";
    private const string Bearer = "Bearer realm=\"metrics\"";
    private const string Basic = "Basic realm=\"metrics\", charset=\"UTF-8\"";

    private readonly MetricsOfATest _metrics = new();

    public void Dispose() => _metrics.Dispose();

    [Theory]
    [InlineData(200, $"Bearer {Token}")]
    [InlineData(200, $"bEARER   {Token}")]
    [InlineData(401, null)]
    [InlineData(401, "")]
    [InlineData(401, "Bearer")]
    [InlineData(401, "Bearer ")]
    [InlineData(401, $"Bearer {Token}=")]
    [InlineData(401, "Bearer s3cret-tok.en/=")]
    [InlineData(401, "Bearer S3CRET-TOK.EN/==")]
    [InlineData(401, $"Basic {Token}")]
    [InlineData(401, Token)]
    [InlineData(401, $"Bearer {Token} x")]
    public void R4_bearer_token_is_required(int status, string? authorization)
    {
        using PrometheusEndpoint endpoint = Start(new() { Registry = _metrics.Registry, Port = 0, BearerToken = Token });

        RawResponse response = Get(endpoint, authorization);

        Assert.Equal(status, response.Status);
        Assert.Equal(status == 401 ? Bearer : null, response["WWW-Authenticate"]);
        Assert.DoesNotContain(Token, endpoint.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "user", "pass:wörd")]
    [InlineData(401, "user", "pass:word")]
    [InlineData(401, "User", "pass:wörd")]
    [InlineData(401, "user:pass", "wörd ")]
    [InlineData(401, "", "")]
    public void R4_user_and_password_are_required(int status, string user, string password)
    {
        using PrometheusEndpoint endpoint = Start(
            new() { Registry = _metrics.Registry, Port = 0, UserName = "user", Password = "pass:wörd" });

        RawResponse response = Get(endpoint, BasicOf(user, password));

        Assert.Equal(status, response.Status);
        Assert.Equal(status == 401 ? Basic : null, response["WWW-Authenticate"]);
        Assert.Equal($"http://127.0.0.1:{endpoint.Port}/metrics", endpoint.Target);
    }

    [Fact]
    public void R4_text_that_is_not_base64_is_refused()
    {
        using PrometheusEndpoint endpoint = Start(new() { Registry = _metrics.Registry, Port = 0, UserName = "u", Password = "p" });

        Assert.Equal(401, Get(endpoint, "Basic dT=w").Status);
    }

    [Fact]
    public void R4_either_of_two_kinds_of_credentials_is_accepted()
    {
        using PrometheusEndpoint endpoint = Start(
            new() { Registry = _metrics.Registry, Port = 0, UserName = "u", Password = "p", BearerToken = Token });

        Assert.Equal(200, Get(endpoint, BasicOf("u", "p")).Status);
        Assert.Equal(200, Get(endpoint, $"Bearer {Token}").Status);
        Assert.Equal($"{Bearer}\n{Basic}", Get(endpoint, null)["WWW-Authenticate"]);
    }

    [Fact]
    public void R4_several_headers_with_credentials_are_refused()
    {
        using PrometheusEndpoint endpoint = Start(new() { Registry = _metrics.Registry, Port = 0, BearerToken = Token });

        Assert.Equal(
            400, RawClient.GetMetrics(endpoint, "Authorization: Bearer x", $"Authorization: Bearer {Token}").Status);
    }

    // A client without credentials learns neither the path nor the size of the metrics.
    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("POST /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("HEAD /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    public void R4_nothing_is_answered_without_credentials(string request)
    {
        using PrometheusEndpoint endpoint = Start(new() { Registry = _metrics.Registry, Port = 0, BearerToken = Token });

        Assert.Equal(401, RawClient.Send(endpoint, request).Status);
    }

    private static PrometheusEndpoint Start(PrometheusEndpointOptions options)
    {
        var endpoint = new PrometheusEndpoint(options);
        endpoint.Start();
        return endpoint;
    }

    private static string BasicOf(string user, string password) =>
        $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))}";

    private static RawResponse Get(PrometheusEndpoint endpoint, string? authorization) =>
        RawClient.GetMetrics(endpoint, authorization is null ? [] : [$"Authorization: {authorization}"]);
}
