using Telemetry.Metrics;
using Telemetry.Reporters;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Reporters;

/// <summary>Makes endpoints of a registry of a test.</summary>
internal static class EndpointOfATest
{
    /// <summary>The highest number of connections.</summary>
    internal const int Limit = 8;

    /// <summary>Creates an endpoint on a free port, and starts it.</summary>
    internal static PrometheusEndpoint Start(MetricRegistry registry)
    {
        var endpoint = new PrometheusEndpoint(new() { Registry = registry, Port = 0 });
        endpoint.Start();
        return endpoint;
    }

    /// <summary>Adds a counter with many series, and counts each once.</summary>
    internal static void AddSeries(this MetricsOfATest metrics, int count, string method = "GET")
    {
        metrics.Registry.Add(new("request.count", MetricType.Counter)
        {
            Events = ["request.stop"],
            Tags = ["route", "method"],
            SeriesLimit = count,
        });
        for (int i = 0; i < count; i++)
        {
            metrics.Dispatcher.Execute("request.stop", [], [new("route", $"/api/orders/{i}"), new("method", method)]);
        }
    }

    /// <summary>Adds series with 12 MB of text, which is more than the buffers of a connection hold.</summary>
    internal static void AddLargeSeries(this MetricsOfATest metrics) => metrics.AddSeries(40_000, new string('A', 250));

    /// <summary>Waits until a number of reports arrived or failed: a client may have its response before it is counted.</summary>
    internal static void WaitForReports(this PrometheusEndpoint endpoint, long arrived, long failed = 0)
    {
        Assert.True(
            SpinWait.SpinUntil(() => endpoint.Reports >= arrived && endpoint.Failures >= failed, Threads.Patience),
            $"{endpoint.Reports} reports, {endpoint.Failures} failures.");
        Assert.Equal((arrived, failed), (endpoint.Reports, endpoint.Failures));
    }
}
