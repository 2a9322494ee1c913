using Telemetry.AspNetCore;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.AspNetCore;

[Trait("Category", "Slow")]
[Collection(OneAspNetCoreServer.Name)]
public sealed class MetricsEndpointTests
{
    [Fact]
    public async Task Prometheus_scrapes_the_route()
    {
        await using MetricsSite site = await MetricsSite.StartAsync(app => app.MapTelemetryMetrics("/internal/metrics"));
        site.Count(3);
        await using PrometheusServer prometheus = await PrometheusServer.StartAsync(new Uri(site.Client.BaseAddress!, "internal/metrics"));

        Assert.Equal(3, await prometheus.QueryAsync("job_total", double.IsFinite));
    }
}
