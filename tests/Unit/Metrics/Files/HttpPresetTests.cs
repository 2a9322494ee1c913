using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Metrics;

/// <summary>The preset for outgoing HTTP requests, with a server.</summary>
[Collection(OneAspNetCoreServer.Name)]
public sealed class HttpPresetTests
{
    [Fact]
    public async Task Each_request_is_counted_once_by_its_status_or_failure()
    {
        using var preset = new PresetOfATest("Http");

        await using (AspNetCoreServer server = await AspNetCoreServer.StartAsync(application =>
        {
            application.MapGet("/ok", () => "ok");
            application.MapGet("/fail", () => Results.StatusCode(503));
        }))
        {
            string[] paths = ["ok", "ok", "ok", "fail", "nowhere", "nowhere"];
            foreach (string path in paths)
            {
                await server.GetAsync(path);
            }

            await server.StopAsync();
            await Assert.ThrowsAsync<HttpRequestException>(() => server.GetAsync("ok"));
        }

        Assert.Equal(
            [
                "http_client_request_duration_seconds_count{host=\"web.test\",status=\"200\"} 3",
                "http_client_request_duration_seconds_count{host=\"web.test\",status=\"404\"} 2",
                "http_client_request_duration_seconds_count{host=\"web.test\",status=\"503\"} 1",
                "http_client_request_failed_total{host=\"web.test\",kind=\"404\"} 2",
                "http_client_request_failed_total{host=\"web.test\",kind=\"503\"} 1",
                "http_client_request_failed_total{host=\"web.test\",kind=\"connection_error\"} 1",
                "http_client_request_total{host=\"web.test\",method=\"GET\"} 7",
            ],
            preset.Samples(AspNetCoreServer.Host));
    }
}
