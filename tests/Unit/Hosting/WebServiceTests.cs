using System.Net;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Hosting;

/// <summary>The example of a web service that serves its metrics by its own server.</summary>
[Trait("Category", "Slow")]
public sealed class WebServiceTests
{
    [Fact]
    public async Task R2_service_serves_the_metrics_of_its_requests()
    {
        await using ServerProcess service = await StartAsync();
        foreach (int id in (int[])[1, 2, 3, 5000])
        {
            using HttpResponseMessage answer = await ServerProcess.Client.GetAsync(
                new Uri(service.Uri, $"orders/{id}"), TestContext.Current.CancellationToken);
            Assert.Equal(id < 1000 ? HttpStatusCode.OK : HttpStatusCode.NotFound, answer.StatusCode);
        }

        string text = await ServerProcess.Client.GetStringAsync(new Uri(service.Uri, "metrics"), TestContext.Current.CancellationToken);

        Assert.Contains(
            "\nweb_request_stop_duration_seconds_count{route=\"/orders/{id:int}\",status=\"200\"} 3\n", text, StringComparison.Ordinal);
        Assert.Contains(
            "\nweb_request_stop_duration_seconds_count{route=\"/orders/{id:int}\",status=\"404\"} 1\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task R3_Prometheus_scrapes_the_service()
    {
        await using ServerProcess service = await StartAsync();
        await ServerProcess.Client.GetStringAsync(new Uri(service.Uri, "orders/7"), TestContext.Current.CancellationToken);
        await using PrometheusServer prometheus = await PrometheusServer.StartAsync(new Uri(service.Uri, "metrics"));

        Assert.Equal(
            1,
            await prometheus.QueryAsync(
                "web_request_stop_duration_seconds_count{route=\"/orders/{id:int}\",status=\"200\"}", double.IsFinite));
    }

    private static Task<ServerProcess> StartAsync() => ServerProcess.StartAsync(
        "dotnet",
        ports: 1,
        ports => [Repository.PathOfProgram("examples", "WebService"), "--urls", $"http://127.0.0.1:{ports[0]}"],
        starting => starting.AnswersAsync("metrics"));
}
