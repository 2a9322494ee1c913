using System.Globalization;
using System.Text.Json;
using Telemetry.Metrics;
using Telemetry.Reporters;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Reporters;

/// <summary>A real Prometheus that scrapes an endpoint: what was emitted is what its queries return.</summary>
[Trait("Category", "Slow")]
public sealed class PrometheusServerTests : IDisposable
{
    private static readonly double[] s_durations = [0.02, 0.04, 0.2, 0.3, 0.7, 3, 0.06, 0.08, 0.5, 0.9];

    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly MetricRegistry _registry;

    public PrometheusServerTests() => _registry = new MetricRegistry(_dispatcher);

    public void Dispose() => _registry.Dispose();

    [Fact]
    public async Task R3_prometheus_negotiates_openmetrics_and_reads_what_was_emitted()
    {
        AddWebMetrics();
        Serve("/a", 3);
        using PrometheusEndpoint endpoint = Start(new() { Registry = _registry, Port = 0 });
        await using PrometheusServer server = await PrometheusServer.StartAsync(endpoint.Uri);

        Assert.Equal(30, await server.QueryAsync("web_request_total{route=\"/a\"}", value => value == 30));
        Serve("/a", 2);
        await server.QueryAsync("web_request_total{route=\"/a\"}", value => value == 50);

        // Prometheus knows the unit of OpenMetrics alone.
        JsonElement metadata = await server.GetAsync("api/v1/metadata?metric=web_request_duration_seconds");
        Assert.Equal("histogram", metadata.GetProperty("web_request_duration_seconds")[0].GetProperty("type").GetString());
        Assert.Equal("seconds", metadata.GetProperty("web_request_duration_seconds")[0].GetProperty("unit").GetString());
        Assert.Equal("The time of requests.", metadata.GetProperty("web_request_duration_seconds")[0].GetProperty("help").GetString());
        Assert.Equal(50, await server.QueryAsync("web_request_duration_seconds_count", value => value == 50));
        Assert.Equal(
            5 * s_durations.Sum(),
            await server.QueryAsync("web_request_duration_seconds_sum", value => Math.Abs(value - (5 * s_durations.Sum())) < 1e-9),
            9);
    }

    [Fact]
    public async Task R2_rate_increase_and_histogram_quantile_are_those_of_what_was_emitted()
    {
        AddWebMetrics();
        using PrometheusEndpoint endpoint = Start(new() { Registry = _registry, Port = 0 });
        await using PrometheusServer server = await PrometheusServer.StartAsync(endpoint.Uri);

        // From zero, or the first values would be no increase.
        Serve("/a", 0);
        await server.QueryAsync("count_over_time(jobs_total[1m])", value => value >= 2);
        _dispatcher.Execute("jobs", [new("value", 12)]);
        Serve("/a", 10);
        await server.QueryAsync("jobs_total", value => value == 12);
        await server.QueryAsync("web_request_duration_seconds_count", value => value == 100);

        // Extrapolated to the whole range, so not exactly the numbers.
        Assert.InRange(await server.QueryAsync("increase(jobs_total[1m])", value => value >= 12), 12, 120);
        Assert.InRange(await server.QueryAsync("rate(jobs_total[1m])", value => value > 0), 12 / 60.0, 120 / 60.0);
        double expected = _registry.Collect().Metrics.Single(metric => metric.Definition.Type == MetricType.Distribution)
            .Series.Single().Quantile(0.9)!.Value;
        Assert.Equal(
            expected,
            await server.QueryAsync(
                "histogram_quantile(0.9, sum by (le) (web_request_duration_seconds_bucket))",
                value => Math.Abs(value - expected) < 1e-9),
            9);
        double rated = await server.QueryAsync(
            "histogram_quantile(0.9, sum by (le) (rate(web_request_duration_seconds_bucket[1m])))", value => !double.IsNaN(value));
        Assert.Equal(expected, rated, 6);
    }

    [Fact]
    public async Task R2_quantiles_of_a_summary_and_values_of_all_types_are_read()
    {
        _registry.AddMany(
        [
            new("size", MetricType.Summary) { Events = ["sent"], Measurement = "bytes", Unit = "byte" },
            new("balance", MetricType.Sum) { Events = ["sent"], Measurement = "change", AllowNegative = true },
            new("large", MetricType.Sum) { Events = ["sent"], Measurement = "bytes" },
            new("last", MetricType.LastValue) { Events = ["sent"], Measurement = "change" },
        ]);
        for (int i = 1; i <= 100; i++)
        {
            _dispatcher.Execute("sent", [new("bytes", i), new("change", i % 2 == 0 ? 0.25 : -1.5)]);
        }

        using PrometheusEndpoint endpoint = Start(new() { Registry = _registry, Port = 0, Prefix = "app" });
        await using PrometheusServer server = await PrometheusServer.StartAsync(endpoint.Uri);

        IReadOnlyList<PrometheusSeries> quantiles = await server.QueryAllAsync("app_size_bytes", series => series.Count == 4);
        SeriesReading size = _registry.Collect().Metrics.Single(metric => metric.Definition.Name == "size").Series.Single();
        Assert.All(
            quantiles,
            series => Assert.Equal(size.Quantile(double.Parse(series["quantile"], CultureInfo.InvariantCulture)), series.Value));
        Assert.Equal(["0.5", "0.9", "0.95", "0.99"], quantiles.Select(series => series["quantile"]).Order(StringComparer.Ordinal));
        Assert.Equal(5050, await server.QueryAsync("app_size_bytes_sum", static _ => true));
        Assert.Equal(100, await server.QueryAsync("app_size_bytes_count", static _ => true));
        Assert.Equal(5050, await server.QueryAsync("app_large_total", static _ => true));
        Assert.Equal(-62.5, await server.QueryAsync("app_balance", static _ => true));
        Assert.Equal(0.25, await server.QueryAsync("app_last", static _ => true));
    }

    // A server drops a label without a value.
    [Fact]
    public async Task R2_all_values_of_a_tag_are_read_as_they_were()
    {
        _registry.Add(new("nasty", MetricType.Counter) { Events = ["nasty"], Tags = ["text", "http.route"], SeriesLimit = 100 });
        foreach (string text in NastyMetrics.Texts)
        {
            _dispatcher.Execute("nasty", [], [new("text", text), new("http.route", "/ä/{id}")]);
        }

        using PrometheusEndpoint endpoint = Start(new() { Registry = _registry, Port = 0 });
        await using PrometheusServer server = await PrometheusServer.StartAsync(endpoint.Uri);

        IReadOnlyList<PrometheusSeries> series = await server.QueryAllAsync(
            "nasty_total", series => series.Count == NastyMetrics.Texts.Length);
        Assert.Equal(
            NastyMetrics.Texts.Order(StringComparer.Ordinal), series.Select(one => one["text"]).Order(StringComparer.Ordinal));
        Assert.All(series, one => Assert.Equal(("/ä/{id}", 1), (one["http_route"], one.Value)));
    }

    [Fact]
    public async Task R4_prometheus_needs_the_token()
    {
        AddWebMetrics();
        Serve("/a", 1);
        using PrometheusEndpoint endpoint = Start(new() { Registry = _registry, Port = 0, BearerToken = "tok-en/1==" });
        await using PrometheusServer inside = await PrometheusServer.StartAsync(
            endpoint.Uri, "authorization:", "  type: Bearer", "  credentials: tok-en/1==");
        await using PrometheusServer outside = await PrometheusServer.StartAsync(endpoint.Uri);

        Assert.Equal(10, await inside.QueryAsync("web_request_total", static _ => true));
        JsonElement target = await outside.TargetAsync(target => target.GetProperty("health").GetString() == "down");
        Assert.Contains("401 Unauthorized", target.GetProperty("lastError").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task R4_prometheus_sends_user_and_password()
    {
        AddWebMetrics();
        Serve("/a", 1);
        using PrometheusEndpoint endpoint = Start(
            new() { Registry = _registry, Port = 0, UserName = "prom", Password = "gehëim: 1", Path = "/own/path" });
        await using PrometheusServer server = await PrometheusServer.StartAsync(
            endpoint.Uri, "basic_auth:", "  username: prom", "  password: 'gehëim: 1'");

        Assert.Equal(10, await server.QueryAsync("web_request_total", static _ => true));
    }

    private static PrometheusEndpoint Start(PrometheusEndpointOptions options)
    {
        var endpoint = new PrometheusEndpoint(options);
        endpoint.Start();
        return endpoint;
    }

    private void AddWebMetrics() => _registry.AddMany(
    [
        new("jobs", MetricType.Sum) { Events = ["jobs"], Measurement = "value" },
        new("web.request.count", MetricType.Counter) { Events = ["web.request.stop"], Tags = ["route"] },
        new("web.request.duration", MetricType.Distribution)
        {
            Events = ["web.request.stop"],
            Unit = "second",
            Buckets = [0.05, 0.1, 0.5, 1],
            Description = "The time of requests.",
        },
    ]);

    // Ten requests each time.
    private void Serve(string route, int times)
    {
        for (int i = 0; i < times; i++)
        {
            foreach (double duration in s_durations)
            {
                _dispatcher.Execute("web.request.stop", [new("duration", duration)], [new("route", route)]);
            }
        }
    }
}
